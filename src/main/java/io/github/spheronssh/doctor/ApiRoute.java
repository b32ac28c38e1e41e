package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.api.ApiProxy;
import io.github.spheronssh.api.BaseUrl;
import io.github.spheronssh.api.TlsEncounter;
import io.github.spheronssh.environment.Environment;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What lies between this machine and the service, from the name to the certificate. */
final class ApiRoute {
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final Fact<Optional<ApiProxy>> proxy;
  private final Fact<List<InetAddress>> addresses;
  private final Fact<InetAddress> reached;
  private final Fact<X509Certificate> certificate;

  ApiRoute(Environment environment, Fact<BaseUrl> base) {
    this.proxy = new Fact<>(() -> ApiProxy.find(environment, base.get()));
    this.addresses = new Fact<>(() -> Dial.resolve(base.get().host()));
    this.reached = new Fact<>(() -> Dial.reach(addresses.get(), base.get().port()));
    this.certificate = new Fact<>(() -> TlsEncounter.meet(base.get(), proxy.get(), PATIENCE));
  }

  /** The proxy that calls go through; then the name and the address are its business. */
  Optional<ApiProxy> proxy() throws SpheronSshException {
    return proxy.get();
  }

  List<InetAddress> addresses() throws SpheronSshException {
    return addresses.get();
  }

  /** The address that took a connection. */
  InetAddress reached() throws SpheronSshException {
    return reached.get();
  }

  /** The service's certificate, which this machine trusts. */
  X509Certificate certificate() throws SpheronSshException {
    return certificate.get();
  }
}
