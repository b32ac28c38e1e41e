package io.github.spheronssh.ssh;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Opens a connection to whichever address of a host takes one first (RFC 8305, 5). */
final class Dialer {
  /** RFC 8305, 8 recommends this delay between the attempts. */
  private static final Duration STAGGER = Duration.ofMillis(250);

  private static final int SHOWN = 8;

  private final Observer observer;
  private final List<InetAddress> origins;
  private final boolean probed;
  private final BlockingQueue<Attempt> ended = new LinkedBlockingQueue<>();
  private final List<Socket> sockets = new ArrayList<>();

  Dialer(Observer observer) {
    this(observer, List.of(), true);
  }

  /**
   * A dialler that connects from the first of these that is of the other side's family.
   *
   * @param probed whether the system asks a silent peer if it is there
   */
  Dialer(Observer observer, List<InetAddress> origins, boolean probed) {
    this.observer = observer;
    this.origins = origins;
    this.probed = probed;
  }

  /** An attempt that ended, with a connection or without one. */
  private record Attempt(InetSocketAddress address, Socket socket, @Nullable IOException failure) {}

  /** The connection; its peer is the address that took it. */
  Socket dial(String host, List<InetAddress> addresses, int port, Duration limit)
      throws SshException {
    long start = System.nanoTime();
    long deadline = start + limit.toNanos();
    try {
      Attempt won = race(host, addresses, port, start, deadline, limit);
      won.socket().setOption(StandardSocketOptions.TCP_NODELAY, true);
      won.socket().setOption(StandardSocketOptions.SO_KEEPALIVE, probed);
      observer.on(new Event.Dialled(won.address(), Duration.ofNanos(System.nanoTime() - start)));
      sockets.remove(won.socket());
      return won.socket();
    } catch (IOException e) {
      throw new SshException(Layer.TCP, "the connection broke: " + reason(e), null, e);
    } finally {
      sockets.forEach(Dialer::closeQuietly);
    }
  }

  private Attempt race(
      String host, List<InetAddress> addresses, int port, long start, long deadline, Duration limit)
      throws SshException {
    List<Attempt> failures = new ArrayList<>();
    int begun = 0;
    long next = start;
    while (true) {
      long now = System.nanoTime();
      if (now >= deadline) {
        throw unreachable(host, port, failures, limit);
      }
      if (begun < addresses.size() && now >= next) {
        begin(new InetSocketAddress(addresses.get(begun++), port), deadline - now);
        next = now + STAGGER.toNanos();
      }
      Attempt attempt =
          await((begun < addresses.size() ? Math.min(next, deadline) : deadline) - now);
      if (attempt == null) {
        continue;
      }
      IOException failure = attempt.failure();
      if (failure == null) {
        return attempt;
      }
      observer.on(new Event.DialFailed(attempt.address(), obstacle(failure), reason(failure)));
      failures.add(attempt);
      next = System.nanoTime();
      if (failures.size() == addresses.size()) {
        throw unreachable(host, port, failures, limit);
      }
    }
  }

  private @Nullable Attempt await(long nanos) throws SshException {
    try {
      return ended.poll(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw Limits.interrupted(Layer.TCP, e);
    }
  }

  private void begin(InetSocketAddress address, long nanos) {
    observer.on(new Event.Dialling(address));
    Socket socket = new Socket();
    sockets.add(socket);
    int millis = Math.clamp(nanos / 1_000_000, 1, Integer.MAX_VALUE);
    Thread.ofVirtual()
        .start(
            () -> {
              IOException failure = null;
              try {
                bind(socket, address.getAddress());
                socket.connect(address, millis);
              } catch (IOException e) {
                failure = e;
              }
              ended.add(new Attempt(address, socket, failure));
            });
  }

  private void bind(Socket socket, InetAddress remote) throws IOException {
    if (!origins.isEmpty()) {
      InetAddress origin =
          origins.stream()
              .filter(each -> each.getClass() == remote.getClass())
              .findFirst()
              .orElseThrow(() -> new IOException("no address of that family to connect from"));
      socket.bind(new InetSocketAddress(origin, 0));
    }
  }

  private static SshException unreachable(
      String host, int port, List<Attempt> failures, Duration limit) {
    String where = new Target.Endpoint(host, port).toString();
    if (failures.stream().allMatch(each -> each.failure() instanceof SocketTimeoutException)) {
      return new SshException(
          Layer.TCP,
          where + " did not answer within " + Limits.show(limit),
          "the machine may still be starting, or a firewall drops the connection:"
              + " spheron-ssh doctor says more",
          null);
    }
    IOException first = failures.getFirst().failure();
    return new SshException(
        Layer.TCP,
        where + " took no connection: " + tried(failures),
        "the machine may still be starting, or the port is another one:"
            + " spheron-ssh doctor says more",
        first);
  }

  /** Why no address took it, each with its own reason where there are several. */
  private static String tried(List<Attempt> failures) {
    String reasons =
        failures.stream()
            .limit(SHOWN)
            .map(
                each ->
                    failures.size() == 1
                        ? reason(each.failure())
                        : each.address().getAddress().getHostAddress()
                            + ": "
                            + reason(each.failure()))
            .collect(Collectors.joining("; "));
    return failures.size() > SHOWN ? reasons + "; and so on" : reasons;
  }

  /** Java has no types for some of what the system tells. */
  private static Event.Obstacle obstacle(IOException e) {
    String told = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return switch (e) {
      case SocketTimeoutException _ -> Event.Obstacle.SILENT;
      case NoRouteToHostException _ -> Event.Obstacle.UNREACHABLE;
      case ConnectException _ when told.contains("timed out") -> Event.Obstacle.SILENT;
      case ConnectException _ -> Event.Obstacle.REFUSED;
      default -> told.contains("unreachable") ? Event.Obstacle.UNREACHABLE : Event.Obstacle.OTHER;
    };
  }

  private static String reason(@Nullable IOException e) {
    return switch (e) {
      case null -> "no answer";
      case SocketTimeoutException _ -> "no answer";
      case NoRouteToHostException _ -> "no route to the host";
      default -> {
        String message = e.getMessage();
        yield message == null ? e.getClass().getSimpleName() : message.toLowerCase(Locale.ROOT);
      }
    };
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // an attempt that lost: nobody waits for it any more
    }
  }
}
