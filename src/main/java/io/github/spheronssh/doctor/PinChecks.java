package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.doctor.Result.Ok;
import io.github.spheronssh.doctor.Result.Warning;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.instance.Instance;
import io.github.spheronssh.instance.TargetException;
import io.github.spheronssh.knownhosts.KnownHosts;
import io.github.spheronssh.login.Logins;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Host keys that are pinned of instances that have ended. */
final class PinChecks {
  private PinChecks() {}

  static List<Check> all() {
    return List.of(
        Check.of(
                Layer.ACCOUNT,
                "pins",
                "no host key is pinned of a deployment that has ended: its address gets another's",
                "spheron-ssh forget NAME",
                PinChecks::pins)
            .needing("team"));
  }

  private static Result pins(Patient patient) throws SpheronSshException {
    Environment environment = patient.machine().environment();
    List<Instance> instances = patient.account().instances();
    Path own = Logins.pins(environment);
    List<String> stale = ofAliases(KnownHosts.read(List.of(own)), instances);
    if (!stale.isEmpty()) {
      return found(own, stale, environment);
    }
    Path others = environment.sshFolder().resolve("known_hosts");
    List<String> addresses = ofAddresses(KnownHosts.read(List.of(others)), instances);
    return addresses.isEmpty()
        ? new Ok("of none that has ended")
        : found(others, addresses, environment);
  }

  private static Result found(Path file, List<String> names, Environment environment) {
    String first = names.getFirst();
    String more = names.size() == 1 ? "" : ", and %d more".formatted(names.size() - 1);
    return new Warning(
            "%s still has %s, whose deployment has ended%s"
                .formatted(environment.display(file), first, more),
            "ssh-keygen -f %s -R '%s'".formatted(ShellWord.of(file, environment), first))
        .mendedBy(new Mending.Pins(file, names));
  }

  private static List<String> ofAliases(KnownHosts known, List<Instance> instances) {
    List<String> stale = new ArrayList<>();
    for (Instance instance : instances) {
      Optional<String> alias = alias(instance);
      if (instance.status().isGone() && alias.filter(known::pins).isPresent()) {
        stale.add(alias.get());
      }
    }
    return stale;
  }

  /** An address that a living instance has got is that one's. */
  private static List<String> ofAddresses(KnownHosts known, List<Instance> instances) {
    Set<String> living = new HashSet<>();
    Set<String> gone = new LinkedHashSet<>();
    for (Instance instance : instances) {
      if (instance.address().isPresent()) {
        String name = KnownHosts.name(instance.address().get(), instance.port());
        (instance.status().isGone() ? gone : living).add(name);
      }
    }
    return gone.stream().filter(name -> !living.contains(name) && known.pins(name)).toList();
  }

  private static Optional<String> alias(Instance instance) {
    try {
      return Optional.of(Logins.alias(instance.id()));
    } catch (TargetException e) {
      return Optional.empty(); // an id that none can have pinned nothing
    }
  }
}
