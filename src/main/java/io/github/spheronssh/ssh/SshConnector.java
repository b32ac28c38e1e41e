package io.github.spheronssh.ssh;

import io.github.spheronssh.SpheronSshException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Takes a target through all layers, from its name to a session in which its user is logged in. */
public final class SshConnector {
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);

  private final Observer observer;

  /** A connector whose steps are seen by the observer, one event at a time. */
  public SshConnector(Observer observer) {
    Object turn = new Object();
    this.observer =
        event -> {
          synchronized (turn) {
            observer.on(event);
          }
        };
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
    List<InetAddress> addresses =
        Resolver.resolve(target.host(), settings.family(), settings.connect());
    observer.on(new Event.Resolved(target.host(), addresses));
    Trace trace = new Trace();
    Observer both =
        event -> {
          trace.on(event);
          observer.on(event);
        };
    StageClock clock = new StageClock();
    HostKeyCheck hostKey = new HostKeyCheck(target, questions, both, clock);
    Socket socket = dial(target, addresses, settings, both);
    MinaConnection connection =
        new MinaConnection(target, questions, both, trace, clock, hostKey, socket);
    try {
      connection.begin();
      passStage(Layer.ALGORITHMS, settings.banner(), clock, connection);
      passStage(Layer.LOGIN, settings.exchange(), clock, connection);
      connection.logIn();
      passStage(Layer.SESSION, settings.login(), clock, connection);
      connection.keepAlive(settings);
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
  private static Socket dial(
      Target target, List<InetAddress> addresses, ConnectSettings settings, Observer observer)
      throws SshException {
    List<InetAddress> origins = settings.route().origins(settings.connect());
    for (int attempt = 1; ; attempt++) {
      try {
        return new Dialer(observer, origins)
            .dial(target.host(), addresses, target.port(), settings.connect());
      } catch (SshException e) {
        if (attempt >= settings.route().attempts() || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void pause() throws SshException {
    try {
      Thread.sleep(BETWEEN_ATTEMPTS);
    } catch (InterruptedException e) {
      throw Limits.interrupted(Layer.TCP, e);
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
