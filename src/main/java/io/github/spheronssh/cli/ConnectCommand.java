package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.config.TargetConfig;
import io.github.spheronssh.forward.Forwards;
import io.github.spheronssh.login.LoginPlan;
import io.github.spheronssh.login.TargetText;
import io.github.spheronssh.ssh.SshSession;
import io.github.spheronssh.ssh.Target;
import io.github.spheronssh.terminal.Terminal;
import io.github.spheronssh.terminal.Visible;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Opens a shell on an instance or host, or runs a command there and ends with its status. */
@Command(
    name = "connect",
    description = {
      "Open a shell on an instance, or run COMMAND there and end with its exit status.",
      "Options are those of ssh, before or after the target; the command starts at the first word "
          + "after the target that is no option, or at --."
    },
    exitCodeOnInvalidInput = ExitCode.SSH,
    exitCodeOnExecutionException = ExitCode.SSH)
final class ConnectCommand implements Callable<Integer> {
  private static final Duration EACH = Duration.ofSeconds(20);

  private final Context context;

  @Spec @Nullable CommandSpec spec;

  @Mixin SshOptions ssh = new SshOptions();

  @Mixin AbsentFeatures absent = new AbsentFeatures();

  @Mixin ApiOptions api = new ApiOptions();

  @Mixin TeamOption team = new TeamOption();

  @Mixin OutputOptions output = new OutputOptions();

  @Parameters(
      paramLabel = "[USER@]TARGET[:PORT] [COMMAND]",
      arity = "0..*",
      description =
          "An instance's name or id, or a host; then the command. Without any, at a terminal,"
              + " choose from a list.")
  List<String> words = new ArrayList<>();

  private ConnectCommand(Context context) {
    this.context = context;
  }

  /** The command; its parser stops at the target, so that nothing of the command is read. */
  static CommandLine commandLine(Context context) {
    var line =
        new CommandLine(new ConnectCommand(context))
            .setStopAtPositional(true)
            .setOverwrittenOptionsAllowed(true); // ssh takes each letter more than once
    UnsupportedLetters.add(line);
    return line;
  }

  @Override
  public Integer call() throws SpheronSshException {
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    List<String> given = line.getParseResult().originalArgs();
    if (ssh.version) {
      context.terminal().err().println(Version.line());
      return ExitCode.OK;
    }
    if (ssh.query != null) {
      AlgorithmQuery.answer(ssh.query).forEach(context.terminal().out()::println);
      return ExitCode.OK;
    }
    if (words.isEmpty()) {
      if (!context.terminal().isInteractive()) {
        throw new ParameterException(line, "missing TARGET: an instance's name or id, or a host");
      }
      return choose(given);
    }
    List<String> rest = words.subList(1, words.size());
    int before = given.size() - words.size();
    if (!rest.isEmpty() && rest.getFirst().matches("-.+") && !ended(given, before)) {
      String[] gathered = gather(given.subList(0, before), rest);
      return SpheronSsh.commandLine(context, List.of(gathered)).execute(gathered);
    }
    return connect(words.getFirst(), rest);
  }

  private int connect(String target, List<String> command) throws SpheronSshException {
    Terminal terminal = context.terminal();
    TargetText text = TargetText.parse(target);
    TargetConfig read = ConnectRequest.read(text, ssh, command, context.environment());
    if (ssh.print) {
      read.lines().forEach(line -> terminal.out().println(Visible.line(line)));
      return ExitCode.OK;
    }
    MessageSettings.apply(read.config(), ssh, output, terminal, context.environment());
    read.config().passedBy().forEach(line -> terminal.detail(1, () -> line));
    var asked = ConnectRequest.of(text, read, ssh, command, context.environment(), terminal::note);
    absent.notes(context.environment(), asked.session()).forEach(terminal::note);
    if (asked.batch()) {
      terminal.speak(terminal.manner().withoutQuestions());
    }
    var sharing = new Sharing(context, asked);
    if (ssh.control != null) {
      return sharing.tell(ssh.control);
    }
    List<String> given = Objects.requireNonNull(spec).commandLine().getParseResult().originalArgs();
    if (asked.session().background()) {
      Background.refuseWithoutCommand(asked.session().program());
      if (!ssh.dryRun && !Background.isHere(context.environment())) {
        return Background.start(context.environment(), given);
      }
    }
    Duration reconnect = ssh.reconnect;
    if (!ssh.dryRun && reconnect == null) { // a connection of another's can't be made again
      OptionalInt shared = sharing.run(given);
      if (shared.isPresent()) {
        return shared.getAsInt();
      }
    }
    if (reconnect != null) {
      Reconnection.refuseUnlessRepeatable(asked.session(), terminal);
    }
    Duration wait = ssh.wait;
    var access =
        InstanceAccess.open(
            context,
            api,
            team,
            ssh.noApi,
            settings -> wait == null ? settings : Arrival.impatiently(settings, wait));
    var request = asked.with(new Carriers(context, ssh, access).settings(asked));
    var arrival = new Arrival(context, access, request);
    try {
      if (ssh.dryRun) {
        LoginPlan plan = arrival.plan();
        DryRun.reasons(plan).forEach(terminal::note);
        terminal.out().println(DryRun.command(plan, request));
        return ExitCode.OK;
      }
      SshSession session = wait == null ? arrival.open() : arrival.await(wait);
      var stay = new Stay(request.session().forwards().specs(), reconnect != null);
      if (reconnect != null) {
        return new Reconnection(terminal, impatient(), arrival, request, stay, reconnect)
            .stay(session, current -> run(current, request, sharing, stay));
      }
      try (session) {
        return run(session, request, sharing, stay);
      }
    } catch (SpheronSshException e) {
      var errors = new ErrorReporter(terminal);
      errors.report(arrival.where(e), e, output.debug);
      arrival.advice(e).forEach(errors::hint);
      errors.hint("spheron-ssh doctor " + (request.isPlaced() ? request.place() : target));
      return ExitCode.SSH;
    }
  }

  /** Asks the service once at a time, for whoever asks again. */
  private InstanceAccess impatient() throws SpheronSshException {
    return InstanceAccess.open(
        context, api, team, ssh.noApi, settings -> Arrival.impatiently(settings, EACH));
  }

  private int run(SshSession session, ConnectRequest request, Sharing sharing, Stay stay)
      throws SpheronSshException {
    ForwardWish wanted = request.session().forwards();
    var log = new SshLog(context.terminal(), context.environment());
    try (var forwards = new Forwards(session, wanted.settings(), log)) {
      if (!stay.hasBegun()) {
        runLocally(session, request);
      }
      boolean background = request.session().background() || sharing.isMaster();
      forwards.addAll(stay.forwards(forwards), wanted.strict(), background);
      try (Mastership master = sharing.offer(session, forwards, log)) {
        return sharing.isMaster()
            ? sharing.serve(master)
            : run(new Line.Own(session, forwards), request.session(), master, stay);
      }
    }
  }

  private int run(Line.Own line, SessionWish wish, Mastership master, Stay stay)
      throws SpheronSshException {
    if (wish.background() && !stay.hasBegun()) {
      Background.begin(context.environment());
    }
    stay.begin();
    if (wish.forwards().joined().isPresent()) {
      Terminal terminal = context.terminal();
      line.forwards().join(wish.forwards().joined().get(), terminal.in(), terminal.rawOut());
      master.finish();
      return ExitCode.OK;
    }
    if (wish.program().isEmpty()) {
      if (master.isThere()) {
        master.serve(Optional.empty());
        return ExitCode.OK;
      }
      throw line.session().awaitEnd();
    }
    int status = new RemoteRun(context, line, wish, stay).run(wish.program().get());
    master.finish();
    return status;
  }

  /** What the configuration wants run here once one is logged in there (LocalCommand). */
  private void runLocally(SshSession session, ConnectRequest request) throws SpheronSshException {
    Target reached = session.target();
    Optional<String> local =
        request.read().localCommand(reached.host(), reached.port(), reached.user());
    if (local.isPresent()) {
      new LocalShell(context.environment()).run(local.get());
    }
  }

  /** Runs the same line with the instance that the person chooses. */
  private int choose(List<String> given) throws SpheronSshException {
    var access = InstanceAccess.open(context, api, team, ssh.noApi);
    Optional<String> chosen = new InstanceChoice(context, access).choose();
    if (chosen.isEmpty()) {
      return ExitCode.INTERRUPTED;
    }
    var line = new ArrayList<>(given);
    if (!ended(given, given.size())) {
      line.add("--");
    }
    line.add(chosen.get());
    return SpheronSsh.commandLine(context, line).execute(line.toArray(String[]::new));
  }

  /** The same line with the options that stand after the target before it. */
  private String[] gather(List<String> before, List<String> rest) {
    CommandLine later = commandLine(context);
    try {
      later.parseArgs(rest.toArray(String[]::new));
    } catch (ParameterException e) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(), String.valueOf(e.getMessage()), e);
    }
    List<String> command = later.<ConnectCommand>getCommand().words;
    List<String> options = rest.subList(0, rest.size() - command.size());
    boolean ended = ended(options, options.size());
    var line = new ArrayList<>(before);
    line.addAll(ended ? options.subList(0, options.size() - 1) : options);
    line.add("--");
    line.add(words.getFirst());
    line.addAll(command);
    return line.toArray(String[]::new);
  }

  private static boolean ended(List<String> words, int end) {
    return end > 0 && words.get(end - 1).equals("--");
  }
}
