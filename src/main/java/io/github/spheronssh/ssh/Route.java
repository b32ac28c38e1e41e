package io.github.spheronssh.ssh;

import io.github.spheronssh.ssh.ConnectSettings.Family;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a host is reached over TCP.
 *
 * @param family which of its addresses are tried
 * @param attempts how often all of them are tried, one second apart (ConnectionAttempts)
 * @param from the address of this machine to connect from, or a name of it (BindAddress)
 * @param through the network interface whose address to connect from (BindInterface)
 * @param carrier who makes the connection; absent where this machine does
 * @param probed whether the system asks a silent peer if it is there (TCPKeepAlive)
 */
public record Route(
    Family family,
    int attempts,
    Optional<String> from,
    Optional<String> through,
    Optional<Carrier> carrier,
    boolean probed) {
  /** Whichever the system takes; tried once. */
  public static final Route USUAL = new Route(Family.ANY, 1, Optional.empty(), Optional.empty());

  /** A route on which this machine makes the connection. */
  public Route(Family family, int attempts, Optional<String> from, Optional<String> through) {
    this(family, attempts, from, through, Optional.empty(), true);
  }

  /** Refuses what is out of range. */
  public Route {
    if (attempts < 1) {
      throw new IllegalArgumentException("it has to be tried at least once: " + attempts);
    }
  }

  /** The same for addresses of another family. */
  public Route over(Family other) {
    return new Route(other, attempts, from, through, carrier, probed);
  }

  /** The same where somebody else makes the connection. */
  public Route carriedBy(Carrier other) {
    return new Route(family, attempts, from, through, Optional.of(other), probed);
  }

  /** The same where the system asks a silent peer if it is there, or never does. */
  public Route probed(boolean on) {
    return new Route(family, attempts, from, through, carrier, on);
  }

  /**
   * The addresses of this machine to connect from; empty where the system is to choose.
   *
   * @throws SshException where the address or interface has none that is this machine's
   */
  List<InetAddress> origins(Duration limit) throws SshException {
    if (from.isPresent()) {
      return Resolver.resolve(from.get(), family, limit);
    }
    if (through.isEmpty()) {
      return List.of();
    }
    List<InetAddress> own = addresses(through.get()).filter(this::isOfFamily).toList();
    if (own.isEmpty()) {
      throw new SshException(
          Layer.TCP,
          "there is no network interface %s with an address".formatted(through.get()),
          null);
    }
    return own;
  }

  private boolean isOfFamily(InetAddress address) {
    return switch (family) {
      case ANY -> true;
      case IPV4 -> !(address instanceof Inet6Address);
      case IPV6 -> address instanceof Inet6Address;
    };
  }

  private static Stream<InetAddress> addresses(String name) throws SshException {
    try {
      NetworkInterface found = NetworkInterface.getByName(name);
      return found == null
          ? Stream.of()
          : found.inetAddresses().filter(address -> !address.isLinkLocalAddress());
    } catch (SocketException e) {
      throw new SshException(
          Layer.TCP, "the network interfaces can't be looked at: " + e.getMessage(), null, e);
    }
  }
}
