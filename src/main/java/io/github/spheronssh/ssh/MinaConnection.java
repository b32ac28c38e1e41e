package io.github.spheronssh.ssh;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.agent.SshAgent;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.UserAuthFactory;
import org.apache.sshd.client.session.ClientConnectionServiceFactory;
import org.apache.sshd.client.session.ClientSession.ClientSessionEvent;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.helpers.AbstractConnectionService;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.core.CoreModuleProperties;
import org.jspecify.annotations.Nullable;

/** One connection as MINA has it, built from the parts that are meant and no others. */
final class MinaConnection {
  private static final long WINDOW = 16L * 1024 * 1024;
  private static final Duration END = Duration.ofSeconds(2);
  private static final Duration REKEY_CHECK = Duration.ofSeconds(1);
  private static final Duration IDLE_CHECK = Duration.ofMillis(500);

  private final Target target;
  private final Handshake handshake;
  private final StageClock clock;
  private final Trace trace;
  private final HostKeyCheck hostKey;
  private final HostKeyLearning learning;
  private final Observer observer;
  private final SshClient client = new SshClient();
  private final Wire wire;
  private final Optional<InetAddress> origin;
  private final Tunnels tunnels;
  private @Nullable StrictSession session;
  private @Nullable KeepAlive keepAlive;

  MinaConnection(
      Target target,
      Handshake handshake,
      LoginMethods methods,
      Questions questions,
      Observer observer,
      Trace trace,
      StageClock clock,
      HostKeyCheck hostKey,
      Link link) {
    this.target = target;
    this.handshake = handshake;
    this.clock = clock;
    this.trace = trace;
    this.hostKey = hostKey;
    this.observer = observer;
    this.tunnels = new Tunnels(observer);
    this.learning = new HostKeyLearning(target, hostKey, questions, observer);
    client.setChannelFactories(tunnels.factories());
    handshake.equip(client);
    properties();
    client.setServerKeyVerifier((_, _, _) -> false); // our session asks hostKey instead
    List<UserAuthFactory> logins =
        logins(methods, new Signer.Unlocking(questions, clock, observer));
    client.setUserAuthFactories(logins);
    client.setServiceFactories(
        List.of(
            new LoginService.Factory(observer, first(logins)),
            ClientConnectionServiceFactory.INSTANCE));
    client.setGlobalRequestHandlers(List.of(learning));
    client.addSessionListener(new SessionWatch(clock, observer, handshake.wish().missing()));
    client.setScheduledExecutorService(timer(), true);
    origin = link.origin();
    wire =
        new Wire(
            link, StrictSession.factory(client, observer, hostKey, handshake.guess().isPresent()));
    if (!handshake.wish().missing().isEmpty()) {
      observer.on(new Event.NotHad(handshake.wish().missing()));
    }
  }

  private void properties() {
    CoreModuleProperties.CLIENT_IDENTIFICATION.set(client, "spheron-ssh");
    // Our own clock knows when a person is asked, and an idle shell is not to be closed.
    CoreModuleProperties.AUTH_TIMEOUT.set(client, Duration.ZERO);
    CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
    CoreModuleProperties.WINDOW_SIZE.set(client, WINDOW);
    CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, Duration.ZERO);
  }

  /** MINA's own limits of time, such as that of a channel's close, need one. */
  private static ScheduledExecutorService timer() {
    return Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().daemon().name("ssh-timer").factory());
  }

  private List<UserAuthFactory> logins(LoginMethods methods, Signer.Unlocking unlocking) {
    List<UserAuthFactory> logins = new ArrayList<>();
    for (String name : methods.names()) {
      if (name.equals(LoginMethods.PUBLICKEY)) {
        logins.add(KeyLogin.factory(target.identities(), handshake.wish(), unlocking));
      } else if (unlocking.questions().personIsThere()) {
        logins.add(
            new PersonLogin.Setup(
                name,
                methods.prompts(),
                target,
                unlocking.questions(),
                unlocking.clock(),
                unlocking.observer()));
      }
    }
    return logins;
  }

  /** Keys may be tried at once only where they are the method that is tried first. */
  private static Optional<KeyLogin.Factory> first(List<UserAuthFactory> logins) {
    return logins.stream()
        .limit(1)
        .filter(KeyLogin.Factory.class::isInstance)
        .map(KeyLogin.Factory.class::cast)
        .findFirst();
  }

  /** Lets the server reach the agent where the host's key is kept; else tells why not. */
  boolean forwards(SshAgent agent) {
    if (!hostKey.isKept()) {
      observer.on(
          new Event.NotDone(
              "the agent is not forwarded: the host key of %s is not kept in a known_hosts file"
                  .formatted(target.endpoint())));
      return false;
    }
    var factories = new ArrayList<>(tunnels.factories());
    factories.add(new AgentForward(agent, observer));
    client.setChannelFactories(List.copyOf(factories));
    return true;
  }

  /** Sends our version and our algorithms, and begins to read the server's. */
  void begin() throws Exception {
    wire.start(
        () -> {
          StrictSession created = (StrictSession) AbstractSession.getSession(wire);
          created.setUsername(target.user());
          created.setConnectAddress(wire.getRemoteAddress());
          session = created;
        });
  }

  /** Begins the login, of which the clock tells the end. */
  void logIn() throws IOException {
    session()
        .auth()
        .addListener(
            auth -> {
              Throwable failure = auth.getException();
              if (failure != null) {
                clock.fail(failure);
              } else if (auth.isSuccess()) {
                clock.reach(Layer.SESSION);
              }
            });
  }

  /** From here on a server that falls silent is asked whether it is there. */
  void keepAlive(ConnectSettings settings) {
    session()
        .limitExchanges(
            new RekeyDeadline(
                client.getScheduledExecutorService(), settings.exchange(), wire, clock));
    if (settings.alive().isPositive()) {
      keepAlive = KeepAlive.start(session(), wire, clock, settings.alive(), settings.aliveMax());
    }
  }

  /** From here on channels that carry nothing for too long are closed. */
  void closeIdle(ChannelTimeouts timeouts) {
    if (!timeouts.isNone()) {
      var service = session().getService(AbstractConnectionService.class);
      var watch = new IdleWatch(timeouts, service::getChannels, observer);
      var _ =
          client
              .getScheduledExecutorService()
              .scheduleWithFixedDelay(
                  () -> watch.look(System.nanoTime()),
                  IDLE_CHECK.toMillis(),
                  IDLE_CHECK.toMillis(),
                  TimeUnit.MILLISECONDS);
    }
  }

  /** From here on keys that are old enough are exchanged, even where nothing is sent. */
  void keepKeysFresh() {
    Duration age = handshake.wish().rekey().time();
    if (age.isPositive()) {
      var _ =
          client
              .getScheduledExecutorService()
              .scheduleWithFixedDelay(
                  session()::rekeyIfDue,
                  age.toMillis(),
                  REKEY_CHECK.toMillis(),
                  TimeUnit.MILLISECONDS);
    }
  }

  /** Begins a new key exchange, whose end nobody waits for. */
  void rekey() throws SpheronSshException {
    try {
      session().rekey();
    } catch (IOException e) {
      throw explain(e);
    }
  }

  /** Makes a channel known to the session, which gives it its number. */
  void register(Channel channel) throws IOException {
    session().getService(ConnectionService.class).registerChannel(channel);
  }

  /** Opens a tunnel, as soon as the server has reached the place. */
  CompletableFuture<Tunnel> tunnel(Place to, Place.Host from) throws IOException {
    DirectChannel channel = tunnels.direct(to, from);
    register(channel);
    return channel.ask().thenApply(_ -> new Tunnel(channel));
  }

  /** Asks the server to wait for connections at a place. */
  CompletableFuture<Optional<Place>> listen(Place at, Consumer<Incoming> arrivals)
      throws IOException {
    return tunnels.listen(session(), at, arrivals);
  }

  /** Asks the server to wait there no more. */
  CompletableFuture<Optional<Place>> unlisten(Place at) throws IOException {
    return tunnels.unlisten(session(), at);
  }

  /** How long an answer takes; absent where none came in time. */
  Optional<Duration> roundTrip(List<Integer> ballast, Duration limit)
      throws IOException, InterruptedException {
    return RoundTrip.of(session(), ballast, limit);
  }

  /** The user's files there. */
  RemoteFiles files() throws SshException {
    return SftpFiles.open(session(), target);
  }

  /** What the server named first. */
  Optional<Guess> firstChoices() {
    return session().firstChoices();
  }

  boolean isOpen() {
    return !wire.isClosing();
  }

  /** What a failure of the connection amounts to. */
  SpheronSshException explain(Throwable failure) {
    return Failures.of(failure, clock.layer(), target, trace);
  }

  /** What ended the connection, or that it ended. Channels go first: its end is waited for. */
  SpheronSshException ended() {
    session().waitFor(EnumSet.of(ClientSessionEvent.CLOSED), END);
    Throwable failure = clock.failure();
    return explain(failure == null ? new Goodbye("") : failure);
  }

  /** Waits for the connection's end, and tells what ended it. */
  SpheronSshException awaitEnd() throws InterruptedException {
    clock.awaitFailure();
    return ended();
  }

  /** A stage that took longer than its limit. */
  SpheronSshException late(Duration limit) {
    return clock.layer() == Layer.BANNER
        ? wire.versionLine().silence(limit)
        : Failures.late(clock.layer(), target, trace, limit);
  }

  /** The address of this machine that the connection comes from, where it made it. */
  Optional<InetAddress> origin() {
    return origin;
  }

  HostKeyCheck hostKey() {
    return hostKey;
  }

  /** Takes leave of the server, and waits a moment for that to be sent. */
  void close() {
    if (isOpen()) {
      takeLeave();
    }
    abort();
    learning.finish();
  }

  private void takeLeave() {
    try {
      session().disconnect(SshConstants.SSH2_DISCONNECT_BY_APPLICATION, "disconnected by user");
      wire.close(false).await(Duration.ofMillis(500));
    } catch (IOException e) {
      trace.on(new Event.SessionStep("the server did not wait for the end"));
    }
  }

  /** Drops the connection. */
  void abort() {
    if (keepAlive != null) {
      keepAlive.close();
    }
    wire.close(true);
    client.close(true);
  }

  private StrictSession session() {
    return Objects.requireNonNull(session, "the connection has begun");
  }
}
