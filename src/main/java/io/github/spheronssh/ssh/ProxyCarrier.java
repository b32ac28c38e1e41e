package io.github.spheronssh.ssh;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A proxy that makes the connection.
 *
 * @param userAgent how this program calls itself to a proxy that speaks HTTP
 */
public record ProxyCarrier(Proxy proxy, ConnectSettings.Family family, String userAgent)
    implements Carrier {

  @Override
  public String title() {
    return "the proxy " + proxy;
  }

  @Override
  public Link carry(Target target, Duration limit, Observer observer) throws SshException {
    observer.on(new Event.Carried(title()));
    String host = proxy.place().host();
    List<InetAddress> addresses = Resolver.resolve(host, family, limit);
    Socket socket = new Dialer(observer).dial(host, addresses, proxy.place().port(), limit);
    try {
      socket.setSoTimeout(Math.clamp(limit.toMillis(), 1, Integer.MAX_VALUE));
      Socket through = proxy.kind() == Proxy.Kind.HTTPS ? secured(socket) : socket;
      switch (proxy.kind()) {
        case HTTP, HTTPS ->
            new HttpConnect(userAgent, proxy.credentials()).ask(through, target.endpoint());
        case SOCKS5 -> new SocksConnect(proxy.credentials()).ask(through, target.endpoint());
      }
      through.setSoTimeout(0);
      return new SocketLink(through, false);
    } catch (SocketTimeoutException e) {
      throw failed(socket, "it did not answer within " + Limits.show(limit), e);
    } catch (IOException e) {
      throw failed(socket, String.valueOf(e.getMessage()), e);
    }
  }

  /** What a proxy says next, to the last byte that is asked for and not one further. */
  static byte[] exactly(InputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("it closed the connection");
    }
    return bytes;
  }

  private SshException failed(Socket socket, String why, IOException cause) {
    try {
      socket.close();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
    return new SshException(
        Layer.TCP,
        "%s did not connect: %s".formatted(title(), why),
        "check what the proxy allows: many let through port 443 alone",
        cause);
  }

  private Socket secured(Socket socket) throws IOException {
    var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    var secured =
        (SSLSocket) factory.createSocket(socket, proxy.place().host(), proxy.place().port(), true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    return secured;
  }
}
