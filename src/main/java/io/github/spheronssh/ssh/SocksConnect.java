package io.github.spheronssh.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Optional;

/** The request to a SOCKS 5 proxy, which looks names up itself (RFC 1928 and, for logins, 1929). */
record SocksConnect(Optional<String> credentials) {
  private static final byte VERSION = 5;
  private static final byte NO_LOGIN = 0;
  private static final byte PASSWORD = 2;
  private static final byte CONNECT = 1;
  private static final byte IPV4 = 1;
  private static final byte NAME = 3;
  private static final byte IPV6 = 4;

  void ask(Socket proxy, Target.Endpoint place) throws IOException {
    InputStream in = proxy.getInputStream();
    proxy
        .getOutputStream()
        .write(
            credentials.isPresent()
                ? new byte[] {VERSION, 2, NO_LOGIN, PASSWORD}
                : new byte[] {VERSION, 1, NO_LOGIN});
    byte[] chosen = ProxyCarrier.exactly(in, 2);
    if (chosen[0] != VERSION) {
      throw new IOException("it does not speak SOCKS 5");
    }
    switch (chosen[1]) {
      case NO_LOGIN -> {}
      case PASSWORD -> logIn(proxy, in);
      default -> throw new IOException("it wants a login that can't be given");
    }
    proxy.getOutputStream().write(request(place));
    byte[] answer = ProxyCarrier.exactly(in, 4);
    if (answer[1] != 0) {
      throw new IOException(refusal(answer[1]));
    }
    int address =
        switch (answer[3]) {
          case IPV4 -> 4;
          case IPV6 -> 16;
          case NAME -> Byte.toUnsignedInt(ProxyCarrier.exactly(in, 1)[0]);
          default -> throw new IOException("it answered with an address of unknown kind");
        };
    ProxyCarrier.exactly(in, address + Short.BYTES);
  }

  private static byte[] request(Target.Endpoint place) throws IOException {
    var request = new ByteArrayOutputStream();
    request.writeBytes(new byte[] {VERSION, CONNECT, 0});
    byte[] literal =
        Resolver.literal(place.host()).map(InetAddress::getAddress).orElse(new byte[0]);
    if (literal.length == 0) {
      byte[] name = place.host().getBytes(UTF_8);
      request.writeBytes(new byte[] {NAME, length(name)});
      request.writeBytes(name);
    } else {
      request.write(literal.length == 4 ? IPV4 : IPV6);
      request.writeBytes(literal);
    }
    request.write(place.port() >> 8);
    request.write(place.port());
    return request.toByteArray();
  }

  private void logIn(Socket proxy, InputStream in) throws IOException {
    String[] words = credentials.orElse("").split(":", 2);
    byte[] user = words[0].getBytes(UTF_8);
    byte[] password = (words.length > 1 ? words[1] : "").getBytes(UTF_8);
    var request = new ByteArrayOutputStream();
    request.writeBytes(new byte[] {1, length(user)});
    request.writeBytes(user);
    request.write(length(password));
    request.writeBytes(password);
    proxy.getOutputStream().write(request.toByteArray());
    if (ProxyCarrier.exactly(in, 2)[1] != 0) {
      throw new IOException("it does not take the name and password");
    }
  }

  private static byte length(byte[] text) throws IOException {
    if (text.length == 0 || text.length > 255) {
      throw new IOException("a text of %d bytes can't be told to it".formatted(text.length));
    }
    return (byte) text.length;
  }

  private static String refusal(byte code) {
    return switch (code) {
      case 2 -> "its rules don't allow it";
      case 3 -> "it has no way to that network";
      case 4 -> "it can't reach the host";
      case 5 -> "the connection is refused";
      case 6 -> "it took too long";
      default -> "it answered with error " + code;
    };
  }
}
