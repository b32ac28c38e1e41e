package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.api.ApiException;
import io.github.spheronssh.api.CredentialsException;
import io.github.spheronssh.doctor.Result.Failure;
import io.github.spheronssh.doctor.Result.Ok;
import io.github.spheronssh.doctor.Result.Skipped;
import io.github.spheronssh.doctor.Result.Warning;
import io.github.spheronssh.instance.Instance;
import io.github.spheronssh.instance.IpLiteral;
import io.github.spheronssh.instance.Resolution.OfInstance;
import io.github.spheronssh.instance.Resolution.PlainHost;
import io.github.spheronssh.instance.UnaskedException;
import io.github.spheronssh.login.LoginPlan;
import java.net.InetAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** What the service says of the instance. */
final class InstanceChecks {
  private InstanceChecks() {}

  static List<Check> all() {
    return List.of(
        Check.of(
                Layer.INSTANCE,
                "instance-team",
                "no other of your teams has an instance of that name or id",
                "spheron-ssh doctor --team TEAM NAME",
                Teams::compare)
            .needing("api-base"),
        Check.of(
                Layer.INSTANCE,
                "instance",
                "the target is an instance that the service knows, or a host",
                "spheron-ssh instances --all",
                InstanceChecks::instance)
            .needing("instance-team"),
        Check.of(
                Layer.INSTANCE,
                "status",
                "the instance runs",
                "spheron-ssh connect --wait NAME",
                InstanceChecks::status)
            .needing("instance"),
        Check.of(
                Layer.INSTANCE,
                "address",
                "the instance has an address that can be reached from here",
                "spheron-ssh connect --wait NAME",
                InstanceChecks::address)
            .needing("status"));
  }

  private static Result instance(Patient patient) throws SpheronSshException {
    try {
      return switch (patient.remote().resolution()) {
        case PlainHost host -> new Ok(host.host() + " is a host that no instance is known for");
        case OfInstance instance -> new Ok(instance.title());
      };
    } catch (CredentialsException | ApiException | UnaskedException e) {
      String culprit = patient.account().trouble().orElse("api");
      return new Skipped(culprit, e.getMessage());
    }
  }

  private static Result status(Patient patient) throws SpheronSshException {
    if (!(patient.remote().resolution() instanceof OfInstance instance)) {
      return new Ok("a host has none");
    }
    if (instance.live().isEmpty()) {
      String why = instance.silence().map(silence -> ": " + silence.getMessage()).orElse("");
      return new Warning("known from an earlier login only" + why, "spheron-ssh instances --all");
    }
    Instance live = instance.live().get();
    return switch (live.status()) {
      case RUNNING ->
          new Ok(
              "running"
                  + live.region().map(region -> " in " + region).orElse("")
                  + since(live.startedAt()));
      case UNKNOWN ->
          new Warning("the service calls it " + live.statusWords(), "spheron-ssh instances --all");
      case DEPLOYING ->
          new Failure(
              live.statusWords() + since(live.createdAt()),
              "spheron-ssh connect --wait " + patient.remote().name());
      case STOPPED ->
          new Failure(
              "stopped" + since(live.stoppedAt()) + ": it is kept and billed, and nothing runs",
              "open " + patient.account().base());
      case TERMINATED, TERMINATED_PROVIDER, FAILED ->
          new Failure(live.statusWords() + at(live.stoppedAt()), "spheron-ssh instances --all");
    };
  }

  private static String since(Optional<Instant> time) {
    return time.map(at -> ", since " + at.truncatedTo(ChronoUnit.SECONDS)).orElse("");
  }

  private static String at(Optional<Instant> time) {
    return time.map(at -> ", at " + at.truncatedTo(ChronoUnit.SECONDS)).orElse("");
  }

  private static Result address(Patient patient) throws SpheronSshException {
    LoginPlan plan = patient.remote().plan();
    String where = plan.target(plan.users().getFirst()).endpoint().toString();
    boolean literal = IpLiteral.parse(plan.host()).isPresent();
    if (literal && InetAddress.ofLiteral(plan.host()).isSiteLocalAddress()) {
      return new Warning(
          where + " is a private address: it is reached from its own network alone",
          "spheron-ssh instances");
    }
    return new Ok(where);
  }
}
