package io.github.spheronssh.api;

import io.github.spheronssh.SpheronSshException;
import java.io.IOException;
import java.net.Proxy;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManager;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Who answers at the base URL over TLS. It is asked for nothing, and sees no API key. */
public final class TlsEncounter {
  private TlsEncounter() {}

  /**
   * Meets the service as a call would, and tells its certificate.
   *
   * @param limit how long it may take
   * @throws SpheronSshException where this machine doesn't trust whoever answers; the message says
   *     who issued the certificate, or since when it is no longer good
   */
  public static X509Certificate meet(BaseUrl base, Optional<ApiProxy> proxy, Duration limit)
      throws SpheronSshException {
    WatchedTrust trust = WatchedTrust.ofTheSystem();
    var request = new Request.Builder().url(base.endpoint().build()).head().build();
    try (Response _ = client(trust, proxy, limit).newCall(request).execute()) {
      return trust.met().orElseThrow(() -> failed(base, "it showed no certificate", null));
    } catch (SSLException e) {
      throw refused(base, trust, e);
    } catch (IOException e) {
      Optional<X509Certificate> trusted = trust.met().filter(_ -> trust.trusted());
      if (trusted.isPresent()) {
        return trusted.get(); // what came after the handshake is for others to judge
      }
      throw failed(base, Breakage.of(e).words(), e);
    }
  }

  private static OkHttpClient client(WatchedTrust trust, Optional<ApiProxy> proxy, Duration limit) {
    var builder =
        new OkHttpClient.Builder()
            .callTimeout(limit)
            .followRedirects(false)
            .retryOnConnectionFailure(false)
            .proxy(Proxy.NO_PROXY);
    proxy.ifPresent(each -> HttpExchange.through(each, builder));
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trust}, null);
      return builder.sslSocketFactory(context.getSocketFactory(), trust).build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no TLS", e);
    }
  }

  private static SpheronSshException refused(BaseUrl base, WatchedTrust trust, SSLException e) {
    Optional<X509Certificate> met = trust.met();
    if (met.isEmpty()) {
      return failed(base, "TLS failed: " + e.getMessage(), e);
    }
    X509Certificate certificate = met.get();
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Instant from = certificate.getNotBefore().toInstant();
    Instant to = certificate.getNotAfter().toInstant();
    if (now.isAfter(to) || now.isBefore(from)) {
      return failed(
          base,
          "its certificate is good from %s to %s, and this machine's clock says %s"
              .formatted(from, to, now),
          e);
    }
    if (e instanceof SSLPeerUnverifiedException) {
      return failed(
          base,
          "its certificate is another host's: " + certificate.getSubjectX500Principal().getName(),
          e);
    }
    return failed(
        base,
        "its certificate is issued by %s, whom this machine does not trust: something in between reads along, or wants to"
            .formatted(certificate.getIssuerX500Principal().getName()),
        e);
  }

  private static SpheronSshException failed(BaseUrl base, String why, @Nullable IOException cause) {
    return new SpheronSshException(
        "%s: %s".formatted(base.host(), why),
        "openssl s_client -connect %s:%d -servername %s"
            .formatted(base.host(), base.port(), base.host()),
        cause);
  }
}
