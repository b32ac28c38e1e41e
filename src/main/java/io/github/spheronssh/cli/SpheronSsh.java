package io.github.spheronssh.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The root command: without a subcommand it says where to start. */
@Command(
    name = "spheron-ssh",
    description = "SSH key manager and connector for Spheron AI.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Version.class)
final class SpheronSsh implements Runnable {
  private final Context context;

  @Mixin OutputOptions output = new OutputOptions();

  SpheronSsh(Context context) {
    this.context = context;
  }

  /** A subcommand's name, and how it is made for a run. */
  private record Subcommand(String name, Function<Context, Object> make) {}

  /** The subcommands, in the order in which a user meets them. */
  private static List<Subcommand> subcommands() {
    return List.of(
        new Subcommand("login", LoginCommand::new),
        new Subcommand("logout", LogoutCommand::new),
        new Subcommand("whoami", WhoamiCommand::new),
        new Subcommand("keygen", KeygenCommand::new),
        new Subcommand("upload", UploadCommand::new),
        new Subcommand("keys", KeysCommand::commandLine),
        new Subcommand("deploy", DeployCommand::new),
        new Subcommand("instances", InstancesCommand::new),
        new Subcommand("connect", ConnectCommand::commandLine),
        new Subcommand("config", ConfigCommand::new),
        new Subcommand("proxy", ProxyCommand::new),
        new Subcommand("trust", TrustCommand::new),
        new Subcommand("forget", ForgetCommand::new),
        new Subcommand("doctor", DoctorCommand::new),
        new Subcommand("sandbox", SandboxCommand::commandLine),
        new Subcommand("help", HelpCommand::new));
  }

  /** The whole command line; each subcommand is made with the run's context, by hand. */
  static CommandLine commandLine(Context context) {
    return commandLine(context, List.of());
  }

  /**
   * The command line as far as these arguments need it: to look through the options of every
   * subcommand takes longer than most commands do.
   */
  static CommandLine commandLine(Context context, List<String> arguments) {
    var commands = new CommandLine(new SpheronSsh(context));
    List<Subcommand> all = subcommands();
    List<Subcommand> asked =
        arguments.stream()
            .filter(word -> !word.startsWith("-"))
            .limit(1)
            .flatMap(word -> all.stream().filter(each -> each.name().equals(word)))
            .filter(each -> !each.name().equals("help"))
            .toList();
    boolean none = arguments.equals(List.of("--version"));
    for (Subcommand each : asked.isEmpty() && !none ? all : asked) {
      commands.addSubcommand(each.name(), each.make().apply(context));
    }
    var errors = new ErrorReporter(context.terminal());
    var defaults = new Defaults(context.environment(), Settings.read(context.environment()));
    return commands
        // ssh's users write root@host and @file: neither is a file of arguments.
        .setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(context.terminal().out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(context.terminal().err(), true, StandardCharsets.UTF_8))
        .setDefaultValueProvider(defaults)
        .setExecutionStrategy(new Execution(context, defaults))
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors);
  }

  @Override
  public void run() {
    context
        .terminal()
        .out()
        .print(
            """
            spheron-ssh: SSH keys and connections for Spheron AI

              spheron-ssh login              store your API key
              spheron-ssh keygen             make a key pair
              spheron-ssh upload             register its public key with Spheron
              spheron-ssh instances          see what runs
              spheron-ssh connect NAME       log in
              spheron-ssh doctor NAME        find out why not

              spheron-ssh sandbox --tour     see all of it at work, with no account

            'spheron-ssh --help' lists every command, 'spheron-ssh COMMAND --help' explains one.
            """);
  }
}
