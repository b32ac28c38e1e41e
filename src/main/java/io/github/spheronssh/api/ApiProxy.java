package io.github.spheronssh.api;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import okhttp3.Credentials;
import okhttp3.HttpUrl;

/**
 * The HTTP proxy that the environment names for https, in {@code HTTPS_PROXY} and {@code NO_PROXY}
 * or the same in lower case. It serves calls of the API alone; loopback is never proxied.
 */
public final class ApiProxy {
  private final HttpUrl url;

  private ApiProxy(HttpUrl url) {
    this.url = url;
  }

  /**
   * The proxy on the way to the base URL, where there is one.
   *
   * @throws SpheronSshException if the variable names no http proxy
   */
  public static Optional<ApiProxy> find(Environment environment, BaseUrl base)
      throws SpheronSshException {
    return base.isLoopback() || isExempt(environment, base)
        ? Optional.empty()
        : named(environment, ", or NO_PROXY=" + base.host());
  }

  /**
   * The proxy that the environment names, whichever call may go through it.
   *
   * @throws SpheronSshException if the variable names no http proxy
   */
  public static Optional<ApiProxy> named(Environment environment) throws SpheronSshException {
    return named(environment, "");
  }

  private static Optional<ApiProxy> named(Environment environment, String otherRemedy)
      throws SpheronSshException {
    Optional<String> proxy = either(environment, "HTTPS_PROXY");
    if (proxy.isEmpty()) {
      return Optional.empty();
    }
    String text = proxy.get().contains("://") ? proxy.get() : "http://" + proxy.get();
    HttpUrl url = HttpUrl.parse(text);
    if (url == null || url.isHttps()) {
      throw new SpheronSshException(
          "no proxy in HTTPS_PROXY: expected http://HOST:PORT, met something else",
          "set HTTPS_PROXY=http://HOST:PORT" + otherRemedy);
    }
    return Optional.of(new ApiProxy(url));
  }

  /** The proxy's host and port, without its password. */
  @Override
  public String toString() {
    return url.host() + ":" + url.port();
  }

  /** The proxy's name or address. */
  public String host() {
    return url.host();
  }

  /** The proxy's port. */
  public int port() {
    return url.port();
  }

  /** The header that opens the proxy, where its URL holds a user. */
  Optional<String> authorization() {
    return url.username().isEmpty()
        ? Optional.empty()
        : Optional.of(Credentials.basic(url.username(), url.password()));
  }

  private static boolean isExempt(Environment environment, BaseUrl base) {
    return either(environment, "NO_PROXY").stream()
        .flatMap(list -> Arrays.stream(list.split("[,\\s]+")))
        .map(entry -> entry.toLowerCase(Locale.ROOT))
        .anyMatch(entry -> covers(entry, base));
  }

  private static boolean covers(String entry, BaseUrl base) {
    String domain = entry.replaceFirst("^\\*?\\.", "").replaceFirst(":" + base.port() + "$", "");
    return entry.equals("*")
        || (!domain.isEmpty()
            && (base.host().equals(domain) || base.host().endsWith("." + domain)));
  }

  private static Optional<String> either(Environment environment, String name) {
    return environment.variable(name).or(() -> environment.variable(name.toLowerCase(Locale.ROOT)));
  }
}
