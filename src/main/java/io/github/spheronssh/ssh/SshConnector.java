package io.github.spheronssh.ssh;

import io.github.spheronssh.SpheronSshException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Takes a target through all layers, from its name to a session in which its user is logged in. */
public final class SshConnector {
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);

  private final Observer observer;
  private final Optional<Duration> total;

  /** A connector whose steps are seen by the observer, one event at a time. */
  public SshConnector(Observer observer) {
    this.observer = Observer.inTurn(observer);
    this.total = Optional.empty();
  }

  private SshConnector(Observer observer, Optional<Duration> total) {
    this.observer = observer;
    this.total = total;
  }

  /** The same, whose steps another observer sees first. */
  public SshConnector seenBy(Observer first) {
    return new SshConnector(observer.after(first), total);
  }

  /** The same where all stages together may take no longer than this, questions aside. */
  public SshConnector within(Duration limit) {
    return new SshConnector(observer, Optional.of(limit));
  }

  /**
   * Connects and logs in; the session is the caller's to close.
   *
   * @throws SshException of the layer that was not passed; {@link HostKeyException} and {@link
   *     LoginException} know more
   * @throws SpheronSshException where a question could not be answered
   */
  public SshSession connect(Target target, ConnectSettings settings, Questions questions)
      throws SpheronSshException {
    StageClock clock = new StageClock();
    var budget = new Budget(total, clock);
    Trace trace = new Trace();
    Observer both = observer.after(trace);
    HostKeyCheck hostKey = new HostKeyCheck(target, settings.algorithms(), questions, both, clock);
    var handshake = new Handshake(settings.algorithms(), hostKey.knownTypes(), target.guess());
    Link link = link(target, settings, budget, both);
    MinaConnection connection =
        new MinaConnection(
            target, handshake, settings.methods(), questions, both, trace, clock, hostKey, link);
    try {
      connection.begin();
      passStage(Layer.ALGORITHMS, budget.atMost(settings.banner()), clock, connection);
      passStage(Layer.LOGIN, budget.atMost(settings.exchange()), clock, connection);
      connection.logIn();
      passStage(Layer.SESSION, budget.atMost(settings.login()), clock, connection);
      connection.keepAlive(settings);
      connection.keepKeysFresh();
      connection.closeIdle(settings.idle());
      return new SshSession(target, settings, connection, trace, both);
    } catch (SpheronSshException | RuntimeException e) {
      connection.abort();
      throw e;
    } catch (InterruptedException e) {
      connection.abort();
      throw Limits.interrupted(clock.layer(), e);
    } catch (Exception e) {
      connection.abort();
      throw Failures.of(e, clock.layer(), target, trace);
    }
  }

  /** As often as the settings say, one second apart, as ssh does. */
  private static Link link(
      Target target, ConnectSettings settings, Budget budget, Observer observer)
      throws SshException {
    Dialling dialling = dialling(target, settings, budget, observer);
    for (int attempt = 1; ; attempt++) {
      try {
        return dialling.dial(budget.atMost(settings.connect()));
      } catch (SshException e) {
        if (attempt >= settings.route().attempts() || budget.isSpent()) {
          throw e;
        }
        pause();
      }
    }
  }

  /** One try to connect. */
  @FunctionalInterface
  private interface Dialling {
    Link dial(Duration limit) throws SshException;
  }

  /** A carrier looks the name up itself; without one it is looked up here, once. */
  private static Dialling dialling(
      Target target, ConnectSettings settings, Budget budget, Observer observer)
      throws SshException {
    Optional<Carrier> carrier = settings.route().carrier();
    if (carrier.isPresent()) {
      return limit -> carrier.get().carry(target, limit, observer);
    }
    Duration limit = budget.atMost(settings.connect());
    List<InetAddress> addresses = Resolver.resolve(target.host(), settings.family(), limit);
    observer.on(new Event.Resolved(target.host(), addresses));
    List<InetAddress> origins = settings.route().origins(budget.atMost(settings.connect()));
    return left ->
        new SocketLink(
            new Dialer(observer, origins, settings.route().probed())
                .dial(target.host(), addresses, target.port(), left));
  }

  private static void pause() throws SshException {
    try {
      Thread.sleep(BETWEEN_ATTEMPTS);
    } catch (InterruptedException e) {
      throw Limits.interrupted(Layer.TCP, e);
    }
  }

  /** The time that is left of a total, in which questions don't count. */
  private record Budget(Optional<Duration> total, StageClock clock, long start) {
    private static final Duration LEAST = Duration.ofMillis(1);

    Budget(Optional<Duration> total, StageClock clock) {
      this(total, clock, System.nanoTime());
    }

    /** The limit, or what is left where that is less. */
    Duration atMost(Duration limit) {
      Duration left = left().orElse(limit);
      return left.compareTo(limit) < 0 ? left : limit;
    }

    boolean isSpent() {
      return Thread.currentThread().isInterrupted() || left().filter(LEAST::equals).isPresent();
    }

    private Optional<Duration> left() {
      return total
          .map(all -> all.minusNanos(System.nanoTime() - start).plus(clock.stopped()))
          .map(left -> left.compareTo(LEAST) < 0 ? LEAST : left);
    }
  }

  private static void passStage(
      Layer next, Duration limit, StageClock clock, MinaConnection connection)
      throws SpheronSshException, InterruptedException {
    boolean decided = clock.await(next, limit);
    Optional<Throwable> failure = Optional.ofNullable(clock.failure());
    if (failure.isPresent()) {
      throw connection.explain(failure.get());
    }
    if (!decided) {
      throw connection.late(limit);
    }
  }
}
