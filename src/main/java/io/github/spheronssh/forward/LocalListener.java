package io.github.spheronssh.forward;

import io.github.spheronssh.ssh.Event;
import io.github.spheronssh.ssh.Observer;
import io.github.spheronssh.ssh.Place;
import java.io.Closeable;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Waits for connections at a place of this machine, which may be more than one address. */
final class LocalListener implements Closeable {
  private static final int BACKLOG = 1024;
  private static final Duration OUT_OF_SOCKETS = Duration.ofSeconds(1); // as ssh pauses
  private static final Duration MOST_TO_LET_GO = Duration.ofSeconds(1);
  private static final String EVERYWHERE = "*";

  private final Observer observer;
  private final Consumer<SocketChannel> arrivals;
  private final List<Closeable> held = new ArrayList<>();
  private final List<Thread> accepting = new ArrayList<>();

  private LocalListener(Observer observer, Consumer<SocketChannel> arrivals) {
    this.observer = observer;
    this.arrivals = arrivals;
  }

  /**
   * Listens; each connection that comes in is told on a thread of its own. Of several addresses one
   * is enough, as for ssh, and those that can't be had are told of.
   */
  static LocalListener open(
      Place place, ForwardSettings settings, Observer observer, Consumer<SocketChannel> arrivals)
      throws ForwardException {
    var listener = new LocalListener(observer, arrivals);
    try {
      switch (place) {
        case Place.Host host -> listener.openPort(host, settings.family());
        case Place.UnixSocket(String path) -> listener.openSocket(Path.of(path), settings);
      }
    } catch (IOException e) {
      throw new ForwardException(
          "could not listen on %s: %s".formatted(place, e.getMessage()),
          place instanceof Place.UnixSocket
              ? "-o StreamLocalBindUnlink=yes removes what stands there"
              : "another program may listen there: choose another port",
          e);
    }
    return listener;
  }

  private void openSocket(Path path, ForwardSettings settings) throws IOException {
    SocketFile file = SocketFile.open(path, settings);
    held.add(file);
    listen(file.server(), path.toString());
  }

  private void openPort(Place.Host host, Optional<StandardProtocolFamily> family)
      throws IOException {
    var failures = new ArrayList<String>();
    for (InetAddress each : addresses(host.name(), family)) {
      String shown = "[%s]:%d".formatted(each.getHostAddress(), host.port());
      try {
        ServerSocketChannel server = bind(new InetSocketAddress(each, host.port()));
        held.add(server);
        listen(server, shown);
        if (host.name().equals(EVERYWHERE)) {
          break; // a socket of IPv6 at every address takes IPv4 too
        }
      } catch (IOException e) {
        failures.add("bind %s: %s".formatted(shown, e.getMessage()));
      }
    }
    if (held.isEmpty()) {
      throw new IOException(
          failures.isEmpty() ? "it has no address of that family" : failures.getFirst());
    }
    failures.forEach(failure -> observer.on(failed(failure)));
  }

  /** Many machines have no IPv6, which nobody has to be told. */
  private static Event failed(String failure) {
    return failure.contains("[::") ? new Event.SessionStep(failure) : new Event.Forwarding(failure);
  }

  private static ServerSocketChannel bind(InetSocketAddress address) throws IOException {
    ServerSocketChannel server;
    try {
      server = ServerSocketChannel.open(family(address.getAddress()));
    } catch (UnsupportedOperationException e) {
      throw new IOException("this machine has no IPv6", e);
    }
    try {
      return server.bind(address, BACKLOG);
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  private static List<InetAddress> addresses(String name, Optional<StandardProtocolFamily> family)
      throws IOException {
    List<InetAddress> all =
        switch (name) {
          case "localhost" -> literals("127.0.0.1", "::1");
          case EVERYWHERE -> literals("::", "0.0.0.0");
          default -> List.of(InetAddress.getAllByName(name));
        };
    return all.stream().filter(each -> family.orElse(family(each)) == family(each)).toList();
  }

  private static List<InetAddress> literals(String one, String other) {
    return List.of(InetAddress.ofLiteral(one), InetAddress.ofLiteral(other));
  }

  private static StandardProtocolFamily family(InetAddress address) {
    return address instanceof Inet6Address
        ? StandardProtocolFamily.INET6
        : StandardProtocolFamily.INET;
  }

  private void listen(ServerSocketChannel server, String shown) {
    observer.on(new Event.SessionStep("waiting for connections on " + shown));
    accepting.add(Thread.ofVirtual().name("forward-listen").start(() -> accept(server, shown)));
  }

  private void accept(ServerSocketChannel server, String shown) {
    while (server.isOpen()) {
      try {
        SocketChannel socket = server.accept();
        Thread.ofVirtual().name("forward").start(() -> arrivals.accept(socket));
      } catch (IOException e) {
        if (server.isOpen()) {
          observer.on(new Event.Forwarding("accept on %s: %s".formatted(shown, e.getMessage())));
          LockSupport.parkNanos(OUT_OF_SOCKETS.toNanos());
        }
      }
    }
  }

  /** Listens no more, and the place is free again; connections that came in go on. */
  @Override
  public void close() throws IOException {
    for (Closeable each : held) {
      each.close();
    }
    try {
      for (Thread each : accepting) {
        each.interrupt(); // it may be pausing
        each.join(MOST_TO_LET_GO); // a socket is closed when nobody accepts on it any more
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
