package io.github.spheronssh.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;

/** A host's port joined to a pair of streams: what ssh asks of a ProxyCommand. */
public final class PortRelay implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  private final Socket socket;
  private final Target.Endpoint place;

  private PortRelay(Socket socket, Target.Endpoint place) {
    this.socket = socket;
    this.place = place;
  }

  /**
   * Connects to whichever address of the host takes one first.
   *
   * @throws SshException of the DNS or TCP layer
   */
  public static PortRelay to(Target.Endpoint place, ConnectSettings settings, Observer observer)
      throws SshException {
    List<InetAddress> addresses =
        Resolver.resolve(place.host(), settings.family(), settings.connect());
    Socket socket =
        new Dialer(observer).dial(place.host(), addresses, place.port(), settings.connect());
    return new PortRelay(socket, place);
  }

  /**
   * Sends on what comes from either side until the host's side ends; the end of the input is sent
   * on too. Whoever reads the output may leave: that is an end like any other.
   *
   * @throws SshException where the connection breaks
   */
  public void join(InputStream in, OutputStream out) throws SshException {
    Thread.ofPlatform().daemon().name("relay").start(() -> send(in));
    byte[] bytes = new byte[BUFFER];
    while (true) {
      int count;
      try {
        count = socket.getInputStream().read(bytes);
      } catch (IOException e) {
        throw new SshException(
            Layer.SESSION,
            "the connection to %s was lost: %s".formatted(place, e.getMessage()),
            null,
            e);
      }
      if (count < 0 || !write(out, bytes, count)) {
        return;
      }
    }
  }

  private static boolean write(OutputStream out, byte[] bytes, int count) {
    try {
      out.write(bytes, 0, count);
      out.flush();
      return true;
    } catch (IOException e) {
      return false; // ssh is gone, and needs nothing more
    }
  }

  private void send(InputStream in) {
    try {
      in.transferTo(socket.getOutputStream());
      socket.shutdownOutput();
    } catch (IOException e) {
      close(); // the reader tells of it, or has ended already
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
