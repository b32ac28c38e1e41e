package io.github.spheronssh.api;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** The system's own judgement of certificates, unchanged; it remembers the one that it met. */
final class WatchedTrust extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager judge;
  private volatile @Nullable X509Certificate met;
  private volatile boolean trusted;

  private WatchedTrust(X509ExtendedTrustManager judge) {
    this.judge = judge;
  }

  static WatchedTrust ofTheSystem() {
    try {
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      return Arrays.stream(factory.getTrustManagers())
          .filter(X509ExtendedTrustManager.class::isInstance)
          .map(X509ExtendedTrustManager.class::cast)
          .findFirst()
          .map(WatchedTrust::new)
          .orElseThrow(() -> new IllegalStateException("this JVM judges no certificates"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM judges no certificates", e);
    }
  }

  /** The server's certificate, as far as it showed one. */
  Optional<X509Certificate> met() {
    return Optional.ofNullable(met);
  }

  /** Whether the system took it. */
  boolean trusted() {
    return trusted;
  }

  private void meets(X509Certificate[] chain) {
    met = chain.length == 0 ? null : chain[0];
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    meets(chain);
    judge.checkServerTrusted(chain, type, socket);
    trusted = true;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    meets(chain);
    judge.checkServerTrusted(chain, type, engine);
    trusted = true;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    meets(chain);
    judge.checkServerTrusted(chain, type);
    trusted = true;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    judge.checkClientTrusted(chain, type, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    judge.checkClientTrusted(chain, type, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    judge.checkClientTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return judge.getAcceptedIssuers();
  }
}
