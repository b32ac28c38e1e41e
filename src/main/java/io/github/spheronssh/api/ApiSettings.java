package io.github.spheronssh.api;

import java.time.Duration;
import java.util.Optional;

/**
 * What the client needs to know to call the service.
 *
 * @param userAgent the header by which the service knows the program; libraries' own are refused
 * @param proxy the HTTP proxy that calls go through
 * @param connectTimeout how long one address may take to accept the connection
 * @param callTimeout how long one try may take, from the name's look-up to the body's last byte
 * @param tries how often a call is sent at most, where it is certain that this does no harm
 */
public record ApiSettings(
    BaseUrl base,
    ApiKey key,
    String userAgent,
    Optional<ApiProxy> proxy,
    Duration connectTimeout,
    Duration callTimeout,
    int tries) {

  private static final String HOMEPAGE = "https://github.com/spheron-ssh/spheron-ssh";

  /**
   * Settings with the usual timeouts, 10 s to connect and 30 s a try, three tries, and no proxy.
   */
  public static ApiSettings of(BaseUrl base, ApiKey key, String version) {
    return new ApiSettings(
        base,
        key,
        "spheron-ssh/" + version + " (+" + HOMEPAGE + ")",
        Optional.empty(),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        RetryRules.TRIES);
  }

  /** The same with a proxy, or with none. */
  public ApiSettings through(Optional<ApiProxy> proxy) {
    return new ApiSettings(base, key, userAgent, proxy, connectTimeout, callTimeout, tries);
  }

  /** The same with a limit for each try. */
  public ApiSettings callTimeout(Duration limit) {
    return new ApiSettings(base, key, userAgent, proxy, connectTimeout, limit, tries);
  }

  /** The same, with every call sent once: for whoever wants to know what comes of one. */
  public ApiSettings once() {
    return new ApiSettings(base, key, userAgent, proxy, connectTimeout, callTimeout, 1);
  }
}
