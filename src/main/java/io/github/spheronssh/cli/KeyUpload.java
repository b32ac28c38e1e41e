package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.account.KeyRegistration;
import io.github.spheronssh.account.OfferedKey;
import io.github.spheronssh.api.SpheronApi;
import io.github.spheronssh.key.KeyPairFile;
import io.github.spheronssh.terminal.Terminal;
import io.github.spheronssh.terminal.Visible;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether the account gets the public half of the key that was made, and under which name. */
final class KeyUpload {
  @Option(names = "--upload", description = "Register the new key with Spheron, as upload does.")
  boolean wanted;

  @Option(
      names = "--key-name",
      paramLabel = "NAME",
      description = "With --upload: what the account calls the key (default: its comment).")
  @Nullable String name;

  @Mixin TeamOption team = new TeamOption();

  @Mixin ApiOptions api = new ApiOptions();

  boolean isAsked() {
    return wanted || name != null;
  }

  /** The service, where it is to have the key; without credentials no key is made in vain. */
  Optional<SpheronApi> service(Context context) throws SpheronSshException {
    if (name != null && !wanted) {
      throw new SpheronSshException(
          "--key-name is for --upload", "--name NAME gives a name to the file");
    }
    return wanted ? Optional.of(api.open(context)) : Optional.empty();
  }

  /** Registers the key, and says so as upload does. */
  void register(SpheronApi service, Path file, Context context) throws SpheronSshException {
    Terminal terminal = context.terminal();
    String publicFile = KeyPairFile.publicFile(file).toString();
    var offered = OfferedKey.of(publicFile, terminal.in(), context.environment());
    KeyRegistration.Result result;
    try (var _ = terminal.progress("registering the key")) {
      result =
          new KeyRegistration(service, context.environment().spheronFolder().resolve("locks"))
              .register(
                  offered.line(),
                  Optional.ofNullable(name).orElse(offered.name()),
                  team.team(context.environment()));
    } catch (SpheronSshException e) {
      terminal.note("the key is made, and waits for: " + new KeyReport(context).nextStep(file));
      throw e;
    }
    if (terminal.manner().verbosity() >= 0) {
      var key = result.key();
      terminal.out().println(Visible.line("registered: %s (%s)".formatted(key.name(), key.id())));
    }
  }
}
