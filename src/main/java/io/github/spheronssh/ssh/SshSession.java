package io.github.spheronssh.ssh;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.agent.SshAgent;
import io.github.spheronssh.key.PublicKeyLine;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A connection in which the user is logged in. Commands may run beside each other; each is sent
 * once, whatever breaks.
 */
public final class SshSession implements AutoCloseable {
  private final Target target;
  private final ConnectSettings settings;
  private final MinaConnection connection;
  private final Trace trace;
  private final Observer observer;

  SshSession(
      Target target,
      ConnectSettings settings,
      MinaConnection connection,
      Trace trace,
      Observer observer) {
    this.target = target;
    this.settings = settings;
    this.connection = connection;
    this.trace = trace;
    this.observer = observer;
  }

  /** Where the session leads. */
  public Target target() {
    return target;
  }

  /** The algorithms that the server named first. */
  public Optional<Guess> firstChoices() {
    return connection.firstChoices();
  }

  /** The host key that the server proved. */
  public PublicKeyLine hostKey() {
    return connection.hostKey().accepted().orElseThrow();
  }

  /** Whether the host key is kept in a known_hosts file, or vouched for by one. */
  public boolean isHostKeyKept() {
    return connection.hostKey().isKept();
  }

  /** The address of this machine that it comes from; absent where somebody else connected. */
  public Optional<InetAddress> origin() {
    return connection.origin();
  }

  /** What happened on the way here. */
  public Trace trace() {
    return trace;
  }

  /** The key that the server let the user in by; absent where it was no key. */
  public Optional<Identity> identity() {
    return trace.last(Event.KeyTried.class).filter(SshSession::opens).map(Event.KeyTried::identity);
  }

  private static boolean opens(Event.KeyTried tried) {
    return switch (tried.answer()) {
      case WELCOME, SIGNED, TAKEN -> true;
      case OFFERED, REFUSED, SIGNATURE_REFUSED, UNUSABLE -> false;
    };
  }

  /**
   * Starts a program, whose streams these are.
   *
   * @throws ProgramRefusedException where the server runs none
   */
  public RemoteProgram start(SessionRequest request, Streams streams) throws SpheronSshException {
    Optional<SshAgent> agent = request.agent().filter(connection::forwards);
    var channel = new CommandChannel(streams, request.with(agent).requests(), observer);
    start(channel);
    return new ChannelProgram(channel, connection);
  }

  /** Runs a command with pipes, and waits for its end and for the end of its output. */
  public ExitStatus exec(String command, Streams streams) throws SpheronSshException {
    return start(SessionRequest.command(command), streams).await();
  }

  /**
   * Opens a tunnel to a place that the server reaches, and waits until it has.
   *
   * @param from whom the server is told that it is for
   * @throws TunnelRefusedException where the server doesn't reach it or forbids it
   */
  public Tunnel tunnel(Place to, Place.Host from) throws SpheronSshException {
    try {
      return connection.tunnel(to, from).get();
    } catch (IOException | IllegalStateException e) {
      throw lost(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof TunnelRefusedException refused ? refused : lost(e);
    } catch (InterruptedException e) {
      throw Limits.interrupted(Layer.SESSION, e);
    }
  }

  /**
   * Asks the server to wait for connections at a place, and goes on; each that comes in is told on
   * a thread of its own.
   *
   * @param at where; port 0 has the server choose one
   * @return once the server answers, the place with the port that it chose; absent where it
   *     refused, or where the connection is lost meanwhile
   */
  public CompletableFuture<Optional<Place>> listen(Place at, Consumer<Incoming> arrivals)
      throws SpheronSshException {
    try {
      return connection.listen(at, arrivals);
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** Has the server wait at a place no more; false where it says that it never did. */
  public boolean unlisten(Place at) throws SpheronSshException {
    try {
      return connection.unlisten(at).join().isPresent();
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /**
   * The user's files there, by SFTP; the caller's to close.
   *
   * @throws SshException where the server has no SFTP
   */
  public RemoteFiles files() throws SpheronSshException {
    if (!connection.isOpen()) {
      throw connection.ended();
    }
    return connection.files();
  }

  private SpheronSshException lost(Exception e) {
    return connection.isOpen() ? connection.explain(e) : connection.ended();
  }

  /**
   * Has new keys exchanged (RFC 4253, 9); does nothing while keys are exchanged anyway.
   *
   * @throws SshException where the connection is lost
   */
  public void rekey() throws SpheronSshException {
    connection.rekey();
  }

  /**
   * Asks the server for an answer to nothing.
   *
   * @param ballast the sizes of messages that go ahead of it, and that the server passes over
   * @return how long it took; absent where no answer came in time
   */
  public Optional<Duration> roundTrip(List<Integer> ballast, Duration limit)
      throws SpheronSshException {
    try {
      return connection.roundTrip(ballast, limit);
    } catch (IOException | IllegalStateException e) {
      throw lost(e);
    } catch (InterruptedException e) {
      throw Limits.interrupted(Layer.SESSION, e);
    }
  }

  /** Whether the connection stands. */
  public boolean isOpen() {
    return connection.isOpen();
  }

  /** Waits until the connection ends, and tells why. */
  public SpheronSshException awaitEnd() {
    try {
      return connection.awaitEnd();
    } catch (InterruptedException e) {
      return Limits.interrupted(Layer.SESSION, e);
    }
  }

  /**
   * Runs a command without input and keeps what it says.
   *
   * @param limit the most time it may take
   * @param maximum the most bytes of output that are kept
   * @param enough tells of the output so far whether more is needed; the rest is not waited for
   */
  public Captured capture(String command, Duration limit, int maximum, Predicate<String> enough)
      throws SpheronSshException {
    Capture capture = new Capture(maximum, enough);
    Streams streams = new Streams(InputStream.nullInputStream(), capture, capture);
    CommandChannel channel =
        new CommandChannel(streams, List.of(ChannelRequest.exec(command)), observer);
    start(channel);
    channel.addCloseFutureListener(_ -> capture.complete());
    try {
      if (capture.await(limit)) {
        channel.finish();
        return new Captured(capture.text(), channel.status());
      }
      return new Captured(capture.text(), Optional.empty());
    } catch (InterruptedException e) {
      throw Limits.interrupted(Layer.SESSION, e);
    } finally {
      channel.close(false);
    }
  }

  private void start(CommandChannel channel) throws SpheronSshException {
    if (!connection.isOpen()) {
      throw connection.ended();
    }
    try {
      connection.register(channel);
      channel.open();
      channel.addCloseFutureListener(_ -> channel.granted().complete(false));
      if (!channel.granted().get(settings.channel().toMillis(), TimeUnit.MILLISECONDS)) {
        throw connection.isOpen() ? refused(channel) : connection.ended();
      }
    } catch (IOException | IllegalStateException | ExecutionException e) {
      throw lost(e);
    } catch (TimeoutException e) {
      channel.close(false);
      throw new SshException(
          Layer.SESSION,
          "the server did not start the command within " + Limits.show(settings.channel()),
          "the machine may be overloaded: try again in a minute",
          e);
    } catch (InterruptedException e) {
      throw Limits.interrupted(Layer.SESSION, e);
    }
  }

  private SshException refused(CommandChannel channel) {
    return new ProgramRefusedException(
        "the server let %s in at %s, but refuses to run anything%s"
            .formatted(
                target.user(),
                target.endpoint(),
                channel.openRefusal().map(reason -> ": " + reason).orElse("")),
        "whoever runs the machine has limited what this key may do");
  }

  /** Ends the session at once, without a word to the server. */
  public void abort() {
    connection.abort();
  }

  /** Ends the session; commands that still run lose their connection. */
  @Override
  public void close() {
    connection.close();
  }
}
