package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.api.ApiSettings;
import io.github.spheronssh.instance.Directory;
import io.github.spheronssh.instance.HostNames;
import io.github.spheronssh.instance.Resolution;
import io.github.spheronssh.instance.Resolution.OfInstance;
import io.github.spheronssh.instance.Resolution.PlainHost;
import io.github.spheronssh.login.ChangedKey;
import io.github.spheronssh.login.LoginPlan;
import io.github.spheronssh.login.LoginWatcher;
import io.github.spheronssh.login.Logins;
import io.github.spheronssh.login.Opening;
import io.github.spheronssh.login.Race;
import io.github.spheronssh.login.TargetText;
import io.github.spheronssh.readiness.Readiness;
import io.github.spheronssh.ssh.HostKeyException;
import io.github.spheronssh.ssh.SshSession;
import io.github.spheronssh.terminal.Progress;
import io.github.spheronssh.terminal.Terminal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The way from a request to a session: what its target means, and the login there. */
final class Arrival implements LoginWatcher {
  private static final Duration LONGEST_CALL = Duration.ofSeconds(10);

  private final Context context;
  private final Terminal terminal;
  private final InstanceAccess access;
  private final ConnectRequest request;
  private final HostNames hosts;
  private final Directory directory;
  private final Logins logins;
  private final AgentKeys agentKeys;
  private volatile @Nullable LoginPlan tried;

  Arrival(Context context, InstanceAccess access, ConnectRequest request)
      throws SpheronSshException {
    this.context = context;
    this.terminal = context.terminal();
    this.access = access;
    this.request = request;
    // Through somebody else, names are theirs to look up.
    this.hosts =
        request.settings().route().carrier().isPresent() ? _ -> true : HostNames.ofTheSystem();
    this.directory = access.directory(_ -> hosts.exist(request.host()));
    this.logins = logins(access);
    this.agentKeys = AgentKeys.wanted(request.config(), context.environment());
  }

  /** Logins with the keys that are there now. */
  Logins logins(InstanceAccess through) throws SpheronSshException {
    return through.logins(AuthenticationConfig.agent(request.config(), context.environment()));
  }

  /** What was tried last. */
  LoginPlan tried() {
    return Objects.requireNonNull(tried, "something was tried");
  }

  /** The layer that failed and the name of the other side, as an error's message begins. */
  String where(SpheronSshException e) {
    LoginPlan plan = tried;
    String layer = FailedLayer.of(e).map(word -> word + ": ").orElse("");
    return plan == null || isNamed(plan, e.getMessage()) ? layer : layer + plan.title() + ": ";
  }

  /** What helps to understand an error, a line each. */
  List<String> advice(SpheronSshException e) {
    LoginPlan plan = tried;
    return plan != null
            && e instanceof HostKeyException key
            && key.reason() == HostKeyException.Reason.CHANGED
        ? new ChangedKey(plan, key).explain(access.ledger(), access.deployments())
        : List.of();
  }

  private static boolean isNamed(LoginPlan plan, String message) {
    return message.contains(plan.title())
        || (plan.instance().isEmpty() && message.contains(plan.host()));
  }

  /** The way to a target of which the command line says nothing more. */
  static Arrival of(Context context, InstanceAccess access, String target)
      throws SpheronSshException {
    return of(context, access, target, new SshOptions());
  }

  /** The way to a target as these options and the configuration have it. */
  static Arrival of(Context context, InstanceAccess access, String target, SshOptions options)
      throws SpheronSshException {
    ConnectRequest asked =
        ConnectRequest.of(
            TargetText.parse(target), options, context.environment(), context.terminal()::note);
    return new Arrival(
        context, access, asked.with(new Carriers(context, options, access).settings(asked)));
  }

  /** What is asked for. */
  ConnectRequest request() {
    return request;
  }

  /** What the target means. */
  Resolution meaning() throws SpheronSshException {
    return isPlainHost() ? plainHost() : placed(access.resolve(directory, request.target()));
  }

  /** How the login would be tried. */
  LoginPlan plan() throws SpheronSshException {
    return logins.plan(meaning(), request.wish());
  }

  /** The same, where a host is reached at the place that the configuration names. */
  private Resolution placed(Resolution found) {
    return found instanceof PlainHost ? plainHost() : found;
  }

  private PlainHost plainHost() {
    return new PlainHost(request.host());
  }

  /**
   * Whether a host of the configuration is meant: it is there by its very name, and it says where
   * it is, or no login proved an instance of the name and there is such a host.
   */
  private boolean isPlainHost() {
    TargetText target = request.target();
    return request.isPlaced()
        || (request.read().isLiteral()
            && directory.remembered(target.name(), target.port()).isEmpty()
            && hosts.exist(request.host()));
  }

  /** Logs in; the session is the caller's to close. */
  SshSession open() throws SpheronSshException {
    TargetText target = request.target();
    Optional<OfInstance> remembered =
        directory.remembered(target.name(), target.port()).filter(_ -> !request.isPlaced());
    if (remembered.isPresent() && logins.canDialAtOnce(remembered.get())) {
      terminal.detail(
          1,
          () ->
              "%s is known: dialled at once, while Spheron is asked beside where it is"
                  .formatted(remembered.get().title()));
      return new Race(logins, opening(), this)
          .open(
              remembered.get(),
              () -> placed(directory.resolve(target.name(), target.port())),
              request.wish());
    }
    return opening().open(plan());
  }

  /** Waits until somebody can log in, and logs in; the session is the caller's to close. */
  SshSession await(Duration limit) throws SpheronSshException {
    TargetText target = request.target();
    try (Progress progress = terminal.progress("asking Spheron for " + target.name())) {
      return new Readiness(
              access.deployments(), logins, opening(), access.patience(limit), progress::step)
          .open(
              () -> isPlainHost() ? plainHost() : placed(access.tell(directory, target)),
              request.wish());
    }
  }

  /** A call is made once, since the waiting asks again, and leaves time for the login. */
  static ApiSettings impatiently(ApiSettings settings, Duration limit) {
    Duration half = limit.dividedBy(2);
    return settings.once().callTimeout(half.compareTo(LONGEST_CALL) < 0 ? half : LONGEST_CALL);
  }

  /** How a login is carried out. */
  Opening opening() {
    return new Opening(
        new SshLog(terminal, context.environment()),
        request.settings(),
        new TerminalQuestions(terminal, agentKeys),
        access.ledger(),
        this);
  }

  @Override
  public void note(String text) {
    terminal.note(text);
  }

  @Override
  public void plans(LoginPlan plan) {
    tried = plan;
    terminal.detail(1, () -> "logging in to %s at %s".formatted(plan.title(), plan.place()));
    plan.reasons().forEach(r -> terminal.detail(1, () -> r.part() + ": " + r.text()));
  }
}
