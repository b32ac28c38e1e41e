package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.ssh.Algorithms;
import io.github.spheronssh.ssh.Carrier;
import io.github.spheronssh.ssh.ConnectSettings;
import io.github.spheronssh.ssh.Event;
import io.github.spheronssh.ssh.Identity;
import io.github.spheronssh.ssh.Layer;
import io.github.spheronssh.ssh.Link;
import io.github.spheronssh.ssh.Observer;
import io.github.spheronssh.ssh.SshConnector;
import io.github.spheronssh.ssh.SshException;
import io.github.spheronssh.ssh.SshSession;
import io.github.spheronssh.ssh.Target;
import io.github.spheronssh.ssh.Trace;
import io.github.spheronssh.ssh.TunnelRefusedException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One connection, made on a thread of its own, so that each check waits only for the stage that it
 * judges. Nobody is asked anything.
 */
final class Attempt implements AutoCloseable {
  private final String user;
  private final Trace trace = new Trace();
  private Layer reached = Layer.DNS;
  private @Nullable SshSession session;
  private @Nullable SpheronSshException failure;
  private boolean closed;
  private boolean onTheWay;

  private Attempt(String user, boolean carried) {
    this.user = user;
    this.onTheWay = carried;
  }

  /** Begins to connect. */
  static Attempt begin(Target target, ConnectSettings settings) {
    Optional<Carrier> carrier = settings.route().carrier();
    var attempt = new Attempt(target.user(), carrier.isPresent());
    ConnectSettings watched =
        carrier
            .map(each -> settings.withRoute(settings.route().carriedBy(attempt.watched(each))))
            .orElse(settings);
    Thread.ofVirtual().name("doctor-connects").start(() -> attempt.run(target, watched));
    return attempt;
  }

  /** The same carrier, which is seen to get there. */
  private Carrier watched(Carrier carrier) {
    return new Carrier() {
      @Override
      public Link carry(Target target, Duration limit, Observer observer) throws SshException {
        try {
          Link link = carrier.carry(target, limit, observer);
          arrive(Layer.BANNER);
          return link;
        } catch (SshException e) {
          if (e.getCause() instanceof TunnelRefusedException) {
            arrive(Layer.TCP); // the last host on the way was reached, and it reaches no further
          }
          throw e;
        }
      }

      @Override
      public String title() {
        return carrier.title();
      }
    };
  }

  private synchronized void arrive(Layer layer) {
    onTheWay = false;
    reached = layer;
    notifyAll();
  }

  /**
   * Waits until whoever makes the connection has got as far as it can.
   *
   * @throws SpheronSshException what it met on the way
   */
  synchronized void awaitCarrier() throws SpheronSshException {
    while (onTheWay && failure == null) {
      try {
        wait();
      } catch (InterruptedException e) {
        throw interrupted(Layer.TCP, e);
      }
    }
    SpheronSshException met = failure;
    if (onTheWay && met != null) {
      throw met;
    }
  }

  private void run(Target target, ConnectSettings settings) {
    try {
      end(new SshConnector(this::see).connect(target, settings, new Onlooker()), null);
    } catch (SpheronSshException e) {
      end(null, e);
    }
  }

  private synchronized void see(Event event) {
    trace.on(event);
    // A goodbye is of the session, and may come at any stage; known_hosts is read before any.
    boolean early = event.layer() == Layer.SESSION || event instanceof Event.LinePassedOver;
    if (!early && event.layer().compareTo(reached) > 0) {
      reached = event.layer();
      notifyAll();
    }
  }

  private synchronized void end(@Nullable SshSession made, @Nullable SpheronSshException error) {
    session = made;
    failure = error;
    if (made != null) {
      reached = Layer.SESSION;
    } else if (error instanceof SshException ssh) {
      reached = onTheWay ? Layer.TCP : ssh.layer(); // of a host on the way, it tells another's
    }
    if (closed) {
      close();
    }
    notifyAll();
  }

  /**
   * Waits until a stage is behind.
   *
   * @throws SpheronSshException which the stage ended in
   */
  private synchronized void await(Layer stage) throws SpheronSshException {
    while (session == null && failure == null && reached.compareTo(stage) <= 0) {
      try {
        wait();
      } catch (InterruptedException e) {
        throw interrupted(stage, e);
      }
    }
    SpheronSshException met = failure;
    if (met != null && reached.compareTo(stage) <= 0) {
      throw met;
    }
  }

  private static SshException interrupted(Layer stage, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new SshException(stage, "no answer in time", null, e);
  }

  /** Waits until there is a connection, whoever made it. */
  void awaitConnection() throws SpheronSshException {
    await(Layer.TCP);
  }

  /** The host's addresses. */
  List<InetAddress> addresses() throws SpheronSshException {
    return after(Layer.DNS, Event.Resolved.class).addresses();
  }

  /** The address that took the connection, and how long that took. */
  Event.Dialled dialled() throws SpheronSshException {
    return after(Layer.TCP, Event.Dialled.class);
  }

  /** What kept the connection from each address; one of which nothing was heard is silent. */
  Map<InetSocketAddress, Event.Obstacle> obstacles() {
    var obstacles = new LinkedHashMap<InetSocketAddress, Event.Obstacle>();
    trace.all(Event.Dialling.class).forEach(e -> obstacles.put(e.address(), Event.Obstacle.SILENT));
    trace.all(Event.DialFailed.class).forEach(e -> obstacles.put(e.address(), e.obstacle()));
    return obstacles;
  }

  /** What the server calls itself. */
  String version() throws SpheronSshException {
    return after(Layer.BANNER, Event.ServerVersion.class).version();
  }

  /** What both sides agreed on. */
  Algorithms algorithms() throws SpheronSshException {
    return after(Layer.ALGORITHMS, Event.Negotiated.class).algorithms();
  }

  /** The host key that the server proved, and what the known_hosts files say of it. */
  Event.HostKeyMet hostKey() throws SpheronSshException {
    return after(Layer.HOST_KEY, Event.HostKeyMet.class);
  }

  /** The session, once the user is logged in. */
  SshSession session() throws SpheronSshException {
    await(Layer.LOGIN);
    synchronized (this) {
      return Objects.requireNonNull(session);
    }
  }

  /** An encrypted key that the server would take, if only its passphrase were known. */
  Optional<Identity.KeyFile> locked() {
    return trace
        .last(Event.KeyTried.class)
        .filter(tried -> tried.answer() != Event.Answer.REFUSED)
        .map(Event.KeyTried::identity)
        .filter(Identity.KeyFile.class::isInstance)
        .map(Identity.KeyFile.class::cast)
        .filter(key -> key.file().isEncrypted())
        .filter(key -> welcomed(key));
  }

  /** What the server said as it hung up; absent where it didn't. */
  Optional<String> goodbye() {
    return trace.last(Event.Disconnected.class).map(Event.Disconnected::text);
  }

  private boolean welcomed(Identity identity) {
    return trace.all(Event.KeyTried.class).stream()
        .anyMatch(
            tried -> tried.identity().equals(identity) && tried.answer() == Event.Answer.WELCOME);
  }

  private <E extends Event> E after(Layer stage, Class<E> kind) throws SpheronSshException {
    await(stage);
    return trace.last(kind).orElseThrow();
  }

  /** As whom. */
  String user() {
    return user;
  }

  /** Ends the session, once there is one. */
  @Override
  public synchronized void close() {
    closed = true;
    if (session != null) {
      session.close();
    }
  }
}
