package io.github.spheronssh.ssh;

import io.github.spheronssh.SpheronSshException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * A proxy that SSH connections go through.
 *
 * @param credentials the user's name and password, with a colon between; absent where none are
 *     needed
 */
public record Proxy(Kind kind, Target.Endpoint place, Optional<String> credentials) {
  private static final String EXPECTED =
      "expected http://, https:// or socks5:// with HOST:PORT for the proxy";

  /** How it is spoken to. */
  public enum Kind {
    /** HTTP/1.1 CONNECT (RFC 9110, 9.3.6). */
    HTTP(8080),
    /** The same over TLS. */
    HTTPS(443),
    /** SOCKS 5, which looks the name up (RFC 1928). */
    SOCKS5(1080);

    private final int port;

    Kind(int port) {
      this.port = port;
    }
  }

  /**
   * Reads {@code http://[USER:PASSWORD@]HOST[:PORT]} and its like.
   *
   * @throws SpheronSshException where it is none; the message has no password
   */
  public static Proxy parse(String text) throws SpheronSshException {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new SpheronSshException(EXPECTED, "--proxy http://proxy.example:3128");
    }
    String host = uri.getHost();
    if (uri.getScheme() == null || host == null) {
      throw new SpheronSshException(EXPECTED, "--proxy http://proxy.example:3128");
    }
    Kind kind =
        switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
          case "http" -> Kind.HTTP;
          case "https" -> Kind.HTTPS;
          case "socks5", "socks5h", "socks" -> Kind.SOCKS5;
          default -> throw new SpheronSshException(EXPECTED, "--proxy socks5://localhost:1080");
        };
    int port = uri.getPort() < 0 ? kind.port : uri.getPort();
    if (port < 1 || port > 65535) {
      throw new SpheronSshException(EXPECTED, "--proxy http://proxy.example:3128");
    }
    String name =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    return new Proxy(kind, new Target.Endpoint(name, port), Optional.ofNullable(uri.getUserInfo()));
  }

  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + "://" + place;
  }
}
