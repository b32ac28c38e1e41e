package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.sandbox.Quirk;
import io.github.spheronssh.sandbox.Sandbox;
import io.github.spheronssh.sandbox.SandboxSettings;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** A local Spheron with instances to log in to, for a command or until it is interrupted. */
@Command(
    name = "sandbox",
    description = {
      "Start a local Spheron with instances to log in to: no account, no bill.",
      "With a COMMAND, run it there in a temporary home and end with its status."
    })
final class SandboxCommand implements Callable<Integer> {
  private final Context context;

  @Spec @Nullable CommandSpec spec;

  @Mixin OutputOptions output = new OutputOptions();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The API's port (default: a free one).")
  int port;

  @Option(
      names = "--instances",
      paramLabel = "N",
      description = "Add this many healthy instances, gpu-1 and on.")
  int instances;

  @Option(
      names = "--quirk",
      split = ",",
      paramLabel = "QUIRK",
      description = "Show oddities of the service, listed below.")
  Set<Quirk> quirks = EnumSet.noneOf(Quirk.class);

  @Option(
      names = "--sshd",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "PATH",
      description = "Let real sshd servers be the healthy instances; they let in you alone.")
  @Nullable String sshd;

  @Option(names = "--state", paramLabel = "FILE", description = "Keep keys and instances in FILE.")
  @Nullable String state;

  @Option(names = "--boot", paramLabel = "SECONDS", description = "How long an instance boots.")
  int boot = 3;

  @Option(names = "--tour", description = "Show the main job: each command, and what it prints.")
  boolean tour;

  @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "What to run, after --.")
  List<String> command = List.of();

  SandboxCommand(Context context) {
    this.context = context;
  }

  /** The command, with the quirks listed in its help and read by their names. */
  static CommandLine commandLine(Context context) {
    var command =
        new CommandLine(new SandboxCommand(context))
            .registerConverter(Quirk.class, SandboxCommand::quirk);
    command.getCommandSpec().usageMessage().footer(quirks());
    return command;
  }

  @Override
  public Integer call() throws SpheronSshException, InterruptedException {
    try (Sandbox sandbox = Sandbox.start(settings())) {
      if (tour) {
        return new Tour(context, sandbox.variables(context.environment())).run();
      }
      if (!command.isEmpty()) {
        context.terminal().flush();
        return sandbox.run(command, context.environment());
      }
      context.terminal().out().print(introduction(sandbox));
      context.terminal().flush();
      new CountDownLatch(1).await(); // until ^C
      return ExitCode.OK;
    }
  }

  private SandboxSettings settings() throws SpheronSshException {
    SandboxSettings settings;
    try {
      settings =
          SandboxSettings.defaults()
              .withPort(port)
              .withInstances(instances)
              .withQuirks(quirks.toArray(Quirk[]::new))
              .withBoot(Duration.ofSeconds(boot));
    } catch (IllegalArgumentException e) {
      CommandLine own = Objects.requireNonNull(spec).commandLine();
      throw new ParameterException(own, String.valueOf(e.getMessage()));
    }
    Environment environment = context.environment();
    if (state != null) {
      settings = settings.withStateFile(environment.resolve(state));
    }
    if (sshd != null) {
      settings =
          sshd.isEmpty()
              ? settings.withInstalledSshd()
              : settings.withSshd(environment.resolve(sshd));
    }
    return settings;
  }

  private static String[] quirks() {
    Stream<String> each =
        Stream.of(Quirk.values()).map(quirk -> "  %-22s %s".formatted(quirk, quirk.meaning()));
    return Stream.concat(Stream.of("", "Quirks:"), each).toArray(String[]::new);
  }

  private static Quirk quirk(String name) {
    return Stream.of(Quirk.values())
        .filter(each -> each.toString().equals(name))
        .findFirst()
        .orElseThrow(() -> new TypeConversionException("no quirk is called '" + name + "'"));
  }

  private static String introduction(Sandbox sandbox) {
    var text = new StringBuilder();
    text.append(
        "# This is a sandbox on this machine, not Spheron: its keys and instances are its\n");
    text.append("# own, and end with it, at ^C. In another shell, for its commands to go here:\n");
    sandbox
        .settingsOfCommands()
        .forEach((name, value) -> text.append("export %s='%s'\n".formatted(name, value)));
    return text.toString();
  }
}
