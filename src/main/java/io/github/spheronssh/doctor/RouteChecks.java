package io.github.spheronssh.doctor;

import static java.util.stream.Collectors.joining;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.api.ApiProxy;
import io.github.spheronssh.api.BaseUrl;
import io.github.spheronssh.doctor.Result.Failure;
import io.github.spheronssh.doctor.Result.Ok;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** The way to the service. */
final class RouteChecks {
  private RouteChecks() {}

  static List<Check> all() {
    return List.of(
        Check.of(
            Layer.ACCOUNT,
            "api-base",
            "the service's address is one that an API key may be sent to",
            "unset SPHERON_API_BASE SPHERON_BASE_URL",
            RouteChecks::base),
        Check.of(
                Layer.ACCOUNT,
                "api-dns",
                "the service's name has an address",
                "getent hosts app.spheron.ai",
                RouteChecks::dns)
            .needing("api-base", "proxy"),
        Check.of(
                Layer.ACCOUNT,
                "api-tcp",
                "the service takes a connection",
                "curl -v https://app.spheron.ai",
                RouteChecks::tcp)
            .needing("api-dns"),
        Check.of(
                Layer.ACCOUNT,
                "api-tls",
                "the service shows a certificate that this machine trusts: nothing reads along",
                "openssl s_client -connect app.spheron.ai:443",
                RouteChecks::tls)
            .needing("api-tcp"));
  }

  private static Result base(Patient patient) throws SpheronSshException {
    return new Ok(patient.account().base().toString());
  }

  private static Result dns(Patient patient) throws SpheronSshException {
    ApiRoute route = patient.account().route();
    Optional<ApiProxy> proxy = route.proxy();
    return new Ok(
        proxy.isPresent()
            ? "left to the proxy " + proxy.get()
            : route.addresses().stream()
                .map(InetAddress::getHostAddress)
                .limit(4)
                .collect(joining(", ")));
  }

  private static Result tcp(Patient patient) throws SpheronSshException {
    ApiRoute route = patient.account().route();
    Optional<ApiProxy> proxy = route.proxy();
    if (proxy.isPresent()) {
      return new Ok("left to the proxy " + proxy.get());
    }
    BaseUrl base = patient.account().base();
    try {
      return new Ok(Dial.place(route.reached(), base.port()) + " takes a connection");
    } catch (SpheronSshException e) {
      return new Failure(e.getMessage(), "curl -v " + base);
    }
  }

  private static Result tls(Patient patient) throws SpheronSshException {
    if (!patient.account().base().isHttps()) {
      return new Ok("none: it is on this machine");
    }
    var certificate = patient.account().route().certificate();
    return new Ok(
        "issued by %s, good until %s"
            .formatted(
                certificate.getIssuerX500Principal().getName(),
                certificate.getNotAfter().toInstant()));
  }
}
