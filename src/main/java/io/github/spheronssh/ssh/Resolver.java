package io.github.spheronssh.ssh;

import io.github.spheronssh.ssh.ConnectSettings.Family;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Turns a name into addresses, in the order in which they are tried (RFC 8305, 4). */
final class Resolver {
  private Resolver() {}

  static List<InetAddress> resolve(String host, Family family, Duration limit) throws SshException {
    if (host.isBlank()) {
      throw new SshException(Layer.DNS, "there is no host to connect to", null);
    }
    List<InetAddress> addresses =
        interleave(lookUp(host, limit)).stream()
            .filter(
                address ->
                    switch (family) {
                      case ANY -> true;
                      case IPV4 -> !(address instanceof Inet6Address);
                      case IPV6 -> address instanceof Inet6Address;
                    })
            .toList();
    if (addresses.isEmpty()) {
      throw new SshException(
          Layer.DNS,
          host + " has no " + (family == Family.IPV4 ? "IPv4" : "IPv6") + " address",
          "leave out " + (family == Family.IPV4 ? "-4" : "-6"));
    }
    return addresses;
  }

  /** The address that the text is, where it is no name that has to be looked up. */
  static Optional<InetAddress> literal(String host) {
    try {
      return Optional.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // so it is a name
    }
  }

  private static List<InetAddress> lookUp(String host, Duration limit) throws SshException {
    Optional<InetAddress> literal = literal(host);
    if (literal.isPresent()) {
      return List.of(literal.get());
    }
    CompletableFuture<InetAddress[]> answer = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                answer.complete(InetAddress.getAllByName(host));
              } catch (UnknownHostException e) {
                answer.completeExceptionally(e);
              }
            });
    try {
      return Arrays.asList(answer.get(limit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      throw new SshException(
          Layer.DNS,
          "no address is known for the host " + host,
          "check the name: spheron-ssh instances lists yours",
          e.getCause());
    } catch (TimeoutException e) {
      throw new SshException(
          Layer.DNS,
          "the name server did not say within " + Limits.show(limit) + " where " + host + " is",
          "check the network, or give the address instead",
          e);
    } catch (InterruptedException e) {
      throw Limits.interrupted(Layer.DNS, e);
    }
  }

  /** Keeps the system's order within a family, and lets the families take turns. */
  static List<InetAddress> interleave(List<InetAddress> addresses) {
    if (addresses.isEmpty()) {
      return addresses;
    }
    boolean sixFirst = addresses.getFirst() instanceof Inet6Address;
    List<InetAddress> first = ofFamily(addresses, sixFirst);
    List<InetAddress> second = ofFamily(addresses, !sixFirst);
    List<InetAddress> turns = new ArrayList<>();
    for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
      if (i < first.size()) {
        turns.add(first.get(i));
      }
      if (i < second.size()) {
        turns.add(second.get(i));
      }
    }
    return turns;
  }

  private static List<InetAddress> ofFamily(List<InetAddress> addresses, boolean six) {
    return addresses.stream().filter(each -> (each instanceof Inet6Address) == six).toList();
  }
}
