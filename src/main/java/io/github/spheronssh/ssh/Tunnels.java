package io.github.spheronssh.ssh;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * The tunnels of one connection: those that this side opens, and those that the server opens where
 * it was asked to wait for connections.
 */
final class Tunnels {
  private static final int UNSENT_PACKETS = 128;
  private static final long MOST_WAITING = 96L * 1024 * 1024;
  private static final long WIDEST = 16L * 1024 * 1024;
  private static final long NARROWEST = 64L * 1024;

  private final Observer observer;
  private final Semaphore unsent = new Semaphore(UNSENT_PACKETS, true);
  private final AtomicLong left = new AtomicLong(MOST_WAITING);
  private final Map<Place, Consumer<Incoming>> listening = new ConcurrentHashMap<>();

  Tunnels(Observer observer) {
    this.observer = observer;
  }

  /** A channel that waits to be registered. */
  DirectChannel direct(Place to, Place.Host from) {
    long window = window();
    return returning(window, new DirectChannel(to, from, window, unsent));
  }

  /**
   * How much the server may send through one more tunnel before it is taken. The first few are as
   * wide as a command's; the more there are, the narrower, so that memory lasts though nobody
   * reads.
   */
  private long window() {
    long window = Math.clamp(left.get() / 8, NARROWEST, WIDEST);
    left.addAndGet(-window);
    return window;
  }

  private <T extends TunnelChannel> T returning(long window, T channel) {
    channel.addCloseFutureListener(_ -> left.addAndGet(window));
    return channel;
  }

  /** What makes the channels that the server opens. */
  List<ChannelFactory> factories() {
    return List.of(
        new Factory("forwarded-tcpip", Tunnels::host),
        new Factory("forwarded-streamlocal@openssh.com", Tunnels::unixSocket));
  }

  /**
   * Asks the server to wait for connections at a place; what comes is told on a thread of its own.
   * Once the server does, the place is known with the port that it chose; absent where it refused,
   * or where the connection was lost.
   */
  CompletableFuture<Optional<Place>> listen(Session session, Place at, Consumer<Incoming> arrivals)
      throws IOException {
    return ask(
        session,
        "",
        at,
        answer -> {
          Place place =
              at instanceof Place.Host(String name, int port) && port == 0
                  ? new Place.Host(name, (int) answer.getUInt())
                  : at;
          listening.put(place, arrivals);
          return place;
        });
  }

  /** Asks the server to wait no more; connections that came in go on. */
  CompletableFuture<Optional<Place>> unlisten(Session session, Place at) throws IOException {
    listening.remove(at);
    return ask(session, "cancel-", at, _ -> at);
  }

  /**
   * Sends a global request (RFC 4254, 7.1; OpenSSH's PROTOCOL, 2.4). What its being granted means
   * is done before the server's next message is read.
   */
  private static CompletableFuture<Optional<Place>> ask(
      Session session, String verb, Place at, Function<Buffer, Place> granted) throws IOException {
    String name =
        switch (at) {
          case Place.Host _ -> verb + "tcpip-forward";
          case Place.UnixSocket _ -> verb + "streamlocal-forward@openssh.com";
        };
    Buffer buffer = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST);
    buffer.putString(name);
    buffer.putBoolean(true);
    switch (at) {
      case Place.Host host -> {
        buffer.putString(host.name().equals("*") ? "" : host.name());
        buffer.putUInt(host.port());
      }
      case Place.UnixSocket socket -> buffer.putString(socket.path());
    }
    var answered = new CompletableFuture<Optional<Place>>();
    session.addCloseFutureListener(_ -> answered.complete(Optional.empty()));
    session.request(
        buffer,
        name,
        (answer, message) -> {
          boolean yes = answer == SshConstants.SSH_MSG_REQUEST_SUCCESS;
          answered.complete(yes ? Optional.of(granted.apply(message)) : Optional.empty());
        });
    return answered;
  }

  private static Place host(Buffer message) {
    String name = message.getString();
    return new Place.Host(name.isEmpty() ? "*" : name, (int) message.getUInt());
  }

  private static Place unixSocket(Buffer message) {
    return new Place.UnixSocket(message.getString());
  }

  /** Some servers name another address than the one they were given; the port has to be ours. */
  private Optional<Consumer<Incoming>> asked(Place at) {
    return Optional.ofNullable(listening.get(at))
        .or(
            () ->
                listening.entrySet().stream()
                    .filter(each -> samePort(each.getKey(), at))
                    .map(Map.Entry::getValue)
                    .findFirst());
  }

  private static boolean samePort(Place one, Place other) {
    return one instanceof Place.Host first
        && other instanceof Place.Host second
        && first.port() == second.port();
  }

  private void arrived(ForwardedChannel channel, Place at, Place.Host origin) {
    Optional<Consumer<Incoming>> arrivals = asked(at);
    if (arrivals.isEmpty()) {
      // For -v alone: a hostile server could fill the screen.
      observer.on(
          new Event.SessionStep("the server forwards from %s, unasked: refused".formatted(at)));
      channel.refuseUnasked();
      return;
    }
    channel.at(at);
    var incoming = new Incoming(channel, origin);
    Thread.ofVirtual().name("ssh-incoming").start(() -> arrivals.get().accept(incoming));
  }

  private final class Factory implements ChannelFactory {
    private final String name;
    private final Function<Buffer, Place> place;

    private Factory(String name, Function<Buffer, Place> place) {
      this.name = name;
      this.place = place;
    }

    @Override
    public String getName() {
      return name;
    }

    @Override
    public Channel createChannel(Session session) {
      long window = window();
      return returning(window, new ForwardedChannel(name, this::at, window, unsent));
    }

    private void at(ForwardedChannel channel, Buffer message) {
      Place at = place.apply(message);
      Place.Host origin =
          at instanceof Place.Host
              ? new Place.Host(message.getString(), (int) message.getUInt())
              : new Place.Host("", 0);
      arrived(channel, at, origin);
    }
  }
}
