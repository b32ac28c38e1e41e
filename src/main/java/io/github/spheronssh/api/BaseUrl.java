package io.github.spheronssh.api;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * The address under which the service's {@code /api} stands: https, or http to this machine alone,
 * so that the API key can't be read on the way.
 */
public final class BaseUrl {
  /** The service itself. */
  public static final String DEFAULT = "https://app.spheron.ai";

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|::1|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");

  private final HttpUrl url;

  private BaseUrl(HttpUrl url) {
    this.url = url;
  }

  /**
   * The base URL that the user chose: the option, else {@code SPHERON_API_BASE}, else {@code
   * SPHERON_BASE_URL}, else {@value #DEFAULT}.
   *
   * @throws SpheronSshException if it is none that a key may be sent to
   */
  public static BaseUrl find(Environment environment, Optional<String> option)
      throws SpheronSshException {
    if (option.isPresent()) {
      return parse(option.get(), "--api-base");
    }
    for (String name : new String[] {"SPHERON_API_BASE", "SPHERON_BASE_URL"}) {
      Optional<String> value = environment.variable(name);
      if (value.isPresent()) {
        return parse(value.get(), name);
      }
    }
    return parse(DEFAULT, "the default");
  }

  /**
   * Reads a base URL; a final {@code /api} may stand there or not.
   *
   * @param where what named it, for the error
   * @throws SpheronSshException if it is none that a key may be sent to
   */
  public static BaseUrl parse(String text, String where) throws SpheronSshException {
    HttpUrl url = HttpUrl.parse(text);
    if (url == null) {
      throw refused(where, "expected an https URL, met something else");
    }
    if (!url.username().isEmpty() || !url.password().isEmpty()) {
      throw refused(where, "a user or password in the URL is not allowed");
    }
    if (url.query() != null || url.fragment() != null) {
      throw refused(where, "a query or fragment in the URL is not allowed");
    }
    if (!url.isHttps() && !isLoopback(url.host())) {
      throw refused(
          where, "plain http to " + url.host() + " would show the API key to everyone on the way");
    }
    return new BaseUrl(withoutApi(url));
  }

  /** Whether it is served by this machine, as the sandbox is: then polling may be faster. */
  public boolean isLoopback() {
    return isLoopback(url.host());
  }

  /** Whether calls are encrypted. */
  public boolean isHttps() {
    return url.isHttps();
  }

  /** The address without a final slash. */
  public URI uri() {
    return URI.create(toString());
  }

  @Override
  public String toString() {
    return url.toString().replaceAll("/+$", "");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BaseUrl that && url.equals(that.url);
  }

  @Override
  public int hashCode() {
    return url.hashCode();
  }

  /** The name or address of whom is called. */
  public String host() {
    return url.host();
  }

  /** The port that is called. */
  public int port() {
    return url.port();
  }

  HttpUrl.Builder endpoint() {
    return url.newBuilder();
  }

  private static HttpUrl withoutApi(HttpUrl url) {
    HttpUrl.Builder bare = url.newBuilder();
    for (int last = url.pathSize() - 1; last >= 0; last--) {
      String segment = url.pathSegments().get(last);
      if (!segment.isEmpty() && !segment.equals("api")) {
        break;
      }
      bare.removePathSegment(last);
      if (segment.equals("api")) {
        break;
      }
    }
    return bare.build();
  }

  private static boolean isLoopback(String host) {
    return LOOPBACK.matcher(host).matches();
  }

  private static SpheronSshException refused(String where, String why) {
    return new SpheronSshException(
        "no base URL in " + where + ": " + why,
        "expected https://HOST, or http://127.0.0.1:PORT for a sandbox on this machine");
  }
}
