package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.api.ApiUnreachableException;
import io.github.spheronssh.api.CredentialsException;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.instance.Deployments;
import io.github.spheronssh.instance.Directory;
import io.github.spheronssh.instance.HostNames;
import io.github.spheronssh.instance.Ledger;
import io.github.spheronssh.instance.LoginUser;
import io.github.spheronssh.instance.Resolution;
import io.github.spheronssh.instance.Resolution.PlainHost;
import io.github.spheronssh.login.ChangedKey;
import io.github.spheronssh.login.KeyLookup;
import io.github.spheronssh.login.LocalKeys;
import io.github.spheronssh.login.LoginPlan;
import io.github.spheronssh.login.Logins;
import io.github.spheronssh.ssh.Captured;
import io.github.spheronssh.ssh.Carrier;
import io.github.spheronssh.ssh.ConnectSettings;
import io.github.spheronssh.ssh.HostKeyException;
import io.github.spheronssh.ssh.Identity;
import io.github.spheronssh.ssh.LoginException;
import io.github.spheronssh.ssh.Route;
import io.github.spheronssh.ssh.SshSession;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What is found on the way to the instance. Nothing that is proved on it is kept. */
final class Remote implements AutoCloseable {
  private static final Duration STAGE = Duration.ofSeconds(3);
  private static final int MOST_OUTPUT = 4096;

  private final String name;
  private final Environment environment;
  private final Account account;
  private final ConnectSettings settings;
  private final Queue<Attempt> begun = new ConcurrentLinkedQueue<>();
  private final Fact<Resolution> resolution;
  private final Fact<LoginPlan> plan;
  private final Fact<Attempt> first;
  private final Fact<Attempt> loggedIn;
  private final Fact<Captured> spoken;
  private final Fact<Attempt> asNamed;
  private final Fact<Survey> survey;
  private final Fact<Result> shell = new Fact<>(() -> ShellTrial.hold(this));
  private final Line line = new Line(this);

  Remote(Environment environment, Account account, Destination destination) {
    this.name = destination.target();
    this.environment = environment;
    this.account = account;
    this.settings = hurried(destination.settings());
    this.resolution = new Fact<>(() -> resolve(environment, account, destination));
    this.plan =
        new Fact<>(
            () ->
                new Logins(environment, LocalKeys.read(environment, _ -> {}), lookup(account))
                    .plan(resolution.get(), destination.wish()));
    this.first = new Fact<>(() -> begin(plan.get().users().getFirst()));
    this.loggedIn = new Fact<>(this::logIn);
    this.spoken = new Fact<>(() -> speak(loggedIn.get()));
    this.asNamed = new Fact<>(this::followNamed);
    this.survey = new Fact<>(() -> Survey.of(session()));
  }

  /** Tried once, and not for long. */
  static ConnectSettings hurried(ConnectSettings settings) {
    Route route = settings.route();
    return settings
        .withStageLimit(STAGE)
        .withRoute(
            new Route(
                route.family(), 1, route.from(), route.through(), route.carrier(), route.probed()));
  }

  /** Who makes the connection; absent where this machine does. */
  Optional<Carrier> carrier() {
    return settings.route().carrier();
  }

  /** What the user calls it. */
  String name() {
    return name;
  }

  /** How it is connected to. */
  ConnectSettings settings() {
    return settings;
  }

  Resolution resolution() throws SpheronSshException {
    return resolution.get();
  }

  LoginPlan plan() throws SpheronSshException {
    return plan.get();
  }

  /** The connection as the first of the users. */
  Attempt first() throws SpheronSshException {
    return first.get();
  }

  /** The connection as the first user who is let in. */
  Attempt loggedIn() throws SpheronSshException {
    return loggedIn.get();
  }

  /** Why no login proves a key; absent where one does, or would with a passphrase. */
  Optional<SpheronSshException> refusal() {
    try {
      loggedIn();
      return Optional.empty();
    } catch (SpheronSshException e) {
      return locked().isPresent() ? Optional.empty() : Optional.of(e);
    }
  }

  /** An encrypted key that the server would take, if its passphrase were known. */
  Optional<Identity.KeyFile> locked() {
    return begun.stream().flatMap(attempt -> attempt.locked().stream()).findFirst();
  }

  /** Whom the image wants to log in instead, where it takes the login only to say so. */
  Optional<String> named() throws SpheronSshException {
    String user = loggedIn().user();
    return LoginUser.namedInRefusal(spoken.get().out()).filter(named -> !named.equals(user));
  }

  /** What a command that does nothing says, run as the user that the machine wants. */
  Captured spoken() throws SpheronSshException {
    return named().isPresent() ? speak(asNamed.get()) : spoken.get();
  }

  /** The session as the user that the machine wants. */
  SshSession session() throws SpheronSshException {
    return (named().isPresent() ? asNamed.get() : loggedIn()).session();
  }

  /** Begins what takes its time; whoever asks for it waits for its end. */
  void lookAround() {
    Thread.ofVirtual().name("doctor-surveys").start(survey::isFound);
    Thread.ofVirtual().name("doctor-tries").start(shell::isFound);
  }

  /** What became of a shell on a terminal. */
  Result shell() throws SpheronSshException {
    return shell.get();
  }

  /** What it is like in there. */
  Survey survey() throws SpheronSshException {
    return survey.get();
  }

  /** What the connection is like. */
  Line line() {
    return line;
  }

  /** Who else of the usual users is let in, where those of the plan are not. */
  Optional<String> otherUser() throws SpheronSshException {
    if (plan().instance().isPresent()) {
      for (String user : LoginUser.USUAL) {
        if (!plan().users().contains(user) && isLetIn(user)) {
          return Optional.of(user);
        }
      }
    }
    return Optional.empty();
  }

  private boolean isLetIn(String user) throws SpheronSshException {
    try {
      begin(user).session();
      return true;
    } catch (LoginException e) {
      return false;
    }
  }

  /** What the server said as it hung up on a login; absent where it didn't. */
  Optional<String> goodbye() {
    return begun.stream().flatMap(attempt -> attempt.goodbye().stream()).findFirst();
  }

  /** Ends every session. */
  @Override
  public void close() {
    begun.forEach(Attempt::close);
  }

  private static Resolution resolve(
      Environment environment, Account account, Destination destination)
      throws SpheronSshException {
    var host = new PlainHost(destination.host());
    if (destination.placed()) {
      return host;
    }
    Ledger ledger = ledger(environment, account);
    Deployments deployments = deployments(account);
    // Through somebody else, names are theirs to look up.
    HostNames hosts =
        destination.settings().route().carrier().isPresent() ? _ -> true : HostNames.ofTheSystem();
    Resolution found =
        new Directory(
                ledger.known(),
                deployments,
                _ -> hosts.exist(destination.host()),
                destination.completing())
            .resolve(destination.target(), destination.wish().port());
    return found instanceof PlainHost ? host : found;
  }

  private static Ledger ledger(Environment environment, Account account)
      throws SpheronSshException {
    return Ledger.of(environment, account.base().toString(), _ -> {});
  }

  /** Whose the address was before, where the host key has changed. */
  List<String> history(HostKeyException change) throws SpheronSshException {
    return new ChangedKey(plan(), change)
        .history(ledger(environment, account), deployments(account));
  }

  /** Who is asked; a service that gave no answer once is not waited for again. */
  private static Deployments deployments(Account account) {
    try {
      account.balance();
    } catch (CredentialsException | ApiUnreachableException e) {
      return Deployments.unavailable(e);
    } catch (SpheronSshException e) {
      return asked(account); // it answers, so that it may know the instance all the same
    }
    return asked(account);
  }

  private static Deployments asked(Account account) {
    try {
      return Deployments.of(account.api(), account.team());
    } catch (SpheronSshException e) {
      return Deployments.unavailable(e);
    }
  }

  private static KeyLookup lookup(Account account) {
    return id -> KeyLookup.of(account.api()).find(id);
  }

  private Attempt begin(String user) throws SpheronSshException {
    Attempt attempt = Attempt.begin(plan().target(user), settings);
    begun.add(attempt);
    return attempt;
  }

  private Attempt logIn() throws SpheronSshException {
    LoginException refused = null;
    for (String user : plan().users()) {
      Attempt attempt = refused == null ? first() : begin(user);
      try {
        attempt.session();
        return attempt;
      } catch (LoginException e) {
        refused = e;
      }
    }
    throw java.util.Objects.requireNonNull(refused);
  }

  private static Captured speak(Attempt attempt) throws SpheronSshException {
    return attempt
        .session()
        .capture(":", STAGE, MOST_OUTPUT, text -> LoginUser.namedInRefusal(text).isPresent());
  }

  private Attempt followNamed() throws SpheronSshException {
    return begin(named().orElseThrow());
  }
}
