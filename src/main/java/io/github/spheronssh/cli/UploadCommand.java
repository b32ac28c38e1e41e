package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.account.KeyRegistration;
import io.github.spheronssh.account.OfferedKey;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.terminal.Terminal;
import io.github.spheronssh.terminal.Visible;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Registers a public key with Spheron. */
@Command(
    name = "upload",
    description = {
      "Register a public key with Spheron, once: the same key again changes nothing.",
      "Private keys and everything else that isn't one public key are refused before anything is"
          + " sent."
    })
final class UploadCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(
      arity = "0..1",
      paramLabel = "PUBLIC_KEY",
      description =
          "A file, the line itself ('ssh-ed25519 AAAA…'), or - for standard input; without it the"
              + " default key, ~/.ssh/id_ed25519.pub first.")
  @Nullable String publicKey;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What the account calls the key: its comment, else its file's name.")
  @Nullable String name;

  @Option(names = "--print-id", description = "Print nothing but the key's id.")
  boolean printId;

  @Mixin TeamOption team = new TeamOption();

  @Mixin ApiOptions api = new ApiOptions();

  @Mixin OutputOptions output = new OutputOptions();

  UploadCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws SpheronSshException {
    Environment environment = context.environment();
    Terminal terminal = context.terminal();
    OfferedKey offered =
        publicKey == null
            ? OfferedKey.standard(environment)
            : OfferedKey.of(publicKey, terminal.in(), environment);
    var registration =
        new KeyRegistration(api.open(context), environment.spheronFolder().resolve("locks"));
    KeyRegistration.Result result;
    try (var _ = terminal.progress("registering the key")) {
      result =
          registration.register(
              offered.line(),
              Optional.ofNullable(name).orElse(offered.name()),
              team.team(environment));
    }
    if (printId) {
      terminal.out().println(Visible.line(result.key().id()));
    } else {
      print(offered, result);
    }
    return ExitCode.OK;
  }

  private void print(OfferedKey offered, KeyRegistration.Result result) {
    String key = "%s (%s)".formatted(result.key().name(), result.key().id());
    var out = context.terminal().out();
    out.println(Visible.line((result.isNew() ? "registered: " : "already registered: ") + key));
    out.println("fingerprint: " + offered.line().fingerprint());
  }
}
