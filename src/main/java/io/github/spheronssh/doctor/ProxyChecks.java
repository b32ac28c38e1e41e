package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.api.ApiProxy;
import io.github.spheronssh.api.BaseUrl;
import io.github.spheronssh.doctor.Result.Failure;
import io.github.spheronssh.doctor.Result.Ok;
import io.github.spheronssh.doctor.Result.Warning;
import io.github.spheronssh.environment.Environment;
import java.util.List;
import java.util.Optional;

/** The HTTP proxy that the environment names. */
final class ProxyChecks {
  private static final String REMEDY = "unset HTTPS_PROXY https_proxy";

  private ProxyChecks() {}

  static List<Check> all() {
    return List.of(
        Check.of(
            Layer.MACHINE,
            "proxy",
            "the proxy that HTTPS_PROXY names, if any, answers: calls go through it, SSH never"
                + " does",
            REMEDY,
            ProxyChecks::proxy));
  }

  private static Result proxy(Patient patient) throws SpheronSshException {
    Environment environment = patient.machine().environment();
    boolean inTheWay = isInTheWay(patient);
    Optional<ApiProxy> named;
    try {
      named = ApiProxy.named(environment);
    } catch (SpheronSshException e) {
      return amiss(inTheWay, e.getMessage());
    }
    if (named.isEmpty()) {
      return new Ok("none");
    }
    ApiProxy proxy = named.get();
    if (!inTheWay) {
      return new Ok("neither calls nor SSH go through " + proxy);
    }
    try {
      Dial.reach(proxy.host(), proxy.port());
      return new Ok("%s answers: calls go through it, and SSH past it".formatted(proxy));
    } catch (SpheronSshException e) {
      return amiss(inTheWay, "the proxy %s: %s".formatted(proxy, e.getMessage()));
    }
  }

  private static Result amiss(boolean inTheWay, String what) {
    return inTheWay
        ? new Failure(what + "; calls go through it, and SSH past it", REMEDY)
        : new Warning(what + "; neither calls nor SSH go through it", REMEDY);
  }

  private static boolean isInTheWay(Patient patient) {
    BaseUrl base;
    try {
      base = patient.account().base();
    } catch (SpheronSshException e) {
      return false; // there is nowhere to call: another check says so
    }
    try {
      return ApiProxy.find(patient.machine().environment(), base).isPresent();
    } catch (SpheronSshException e) {
      return true; // what is named there is no proxy, and one is needed
    }
  }
}
