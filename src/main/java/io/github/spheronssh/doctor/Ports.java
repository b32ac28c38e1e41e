package io.github.spheronssh.doctor;

import static java.util.stream.Collectors.joining;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.doctor.Result.Failure;
import io.github.spheronssh.instance.Instance;
import io.github.spheronssh.instance.Resolution.OfInstance;
import io.github.spheronssh.login.LoginPlan;
import io.github.spheronssh.ssh.Event.Obstacle;
import io.github.spheronssh.ssh.Probe;
import io.github.spheronssh.ssh.SshException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Why no connection comes about: told by how it fails, by what the same address does on the other
 * ports that the service names for it, and by whether the service itself is reached from here.
 */
final class Ports {
  private static final Duration LIMIT = Duration.ofSeconds(1);

  private Ports() {}

  /** Tells apart a machine that refuses, one that is silent and one that can't be reached. */
  static Result explain(Patient patient, SshException met) throws SpheronSshException {
    Remote remote = patient.remote();
    LoginPlan plan = remote.plan();
    Map<InetSocketAddress, Obstacle> obstacles = remote.first().obstacles();
    Collection<Obstacle> all = obstacles.values();
    String wait = "spheron-ssh connect --wait " + remote.name();
    if (all.contains(Obstacle.REFUSED)) {
      return new Failure(
          "%s refuses the connection: the machine is there, and nothing listens on the port:"
                  .formatted(plan.place())
              + " it is still starting, or SSH is on another one",
          wait);
    }
    if (all.contains(Obstacle.SILENT)) {
      List<InetAddress> addresses = remote.first().addresses();
      return new Failure(
          "%s does not answer; %s; %s"
              .formatted(plan.place(), others(patient, addresses), service(patient)),
          wait);
    }
    if (all.contains(Obstacle.UNREACHABLE)) {
      List<InetAddress> addresses = remote.first().addresses();
      return new Failure(
          "there is no way from here to %s%s".formatted(plan.place(), family(addresses, hasIpv6())),
          "spheron-ssh connect -J HOST " + remote.name());
    }
    return new Failure(met.getMessage(), wait);
  }

  /** What an address is like that nothing leads to. */
  static String family(List<InetAddress> addresses, boolean ipv6Here) {
    return !ipv6Here && addresses.stream().allMatch(Inet6Address.class::isInstance)
        ? ": it is of IPv6, and this machine has none"
        : "";
  }

  private static String others(Patient patient, List<InetAddress> addresses)
      throws SpheronSshException {
    List<Integer> ports = ports(patient);
    if (ports.isEmpty()) {
      return "the machine is off or still starting, or a firewall drops what comes to the port";
    }
    Optional<Integer> alive = alive(addresses, ports);
    return alive.isPresent()
        ? "port %d of it does: a firewall drops what comes to the port of SSH"
            .formatted(alive.get())
        : "nor does it on port %s: it is off or still starting, or a firewall drops everything"
            .formatted(ports.stream().map(String::valueOf).collect(joining(", ")));
  }

  private static String service(Patient patient) {
    return switch (patient.account().trouble().orElse("")) {
      case "", "api-key", "api-rate", "api-tls" ->
          "the service is reached, so that the network of this machine is not it";
      case "api-dns", "api-tcp", "api" ->
          "nor does the service: look at the network of this machine first";
      default -> "whether the service is reached from here is not known";
    };
  }

  private static List<Integer> ports(Patient patient) throws SpheronSshException {
    return patient.remote().resolution() instanceof OfInstance instance
        ? instance.live().map(Instance::otherPorts).orElse(List.of())
        : List.of();
  }

  /** The first of the ports at which the machine does anything, if only to refuse. */
  private static Optional<Integer> alive(List<InetAddress> addresses, List<Integer> ports) {
    var asked = new LinkedHashMap<Integer, FutureTask<Boolean>>();
    for (int port : ports) {
      var answer = new FutureTask<>(() -> isAlive(addresses, port));
      asked.put(port, answer);
      Thread.ofVirtual().name("doctor-dials").start(answer);
    }
    for (var each : asked.entrySet()) {
      try {
        if (each.getValue().get()) {
          return Optional.of(each.getKey());
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException("a port can't be asked", e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static boolean isAlive(List<InetAddress> addresses, int port) {
    try {
      Probe.dial(addresses.getFirst().getHostAddress(), addresses, port, LIMIT);
      return true;
    } catch (SshException e) {
      return e.getCause() instanceof ConnectException; // it refuses, so it is there
    }
  }

  private static boolean hasIpv6() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .anyMatch(
              each ->
                  each instanceof Inet6Address
                      && !each.isLoopbackAddress()
                      && !each.isLinkLocalAddress());
    } catch (SocketException e) {
      return true; // nothing is said of what isn't known
    }
  }
}
