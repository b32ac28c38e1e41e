package io.github.spheronssh.cli;

import static java.util.Objects.requireNonNull;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.account.KeyRegistration;
import io.github.spheronssh.account.OfferedKey;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.json.Json;
import io.github.spheronssh.terminal.Terminal;
import io.github.spheronssh.terminal.Visible;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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

  @Option(
      names = "--for-deployment",
      description = "Print what a deployment's request says of the key, as JSON, and no more.")
  boolean forDeployment;

  @Option(
      names = "--ephemeral",
      description =
          "With --for-deployment: the key's text for that one request; registers nothing.")
  boolean ephemeral;

  @Spec @Nullable CommandSpec spec;

  @Mixin TeamOption team = new TeamOption();

  @Mixin ApiOptions api = new ApiOptions();

  @Mixin OutputOptions output = new OutputOptions();

  UploadCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws SpheronSshException {
    refuseContradictions();
    Environment environment = context.environment();
    Terminal terminal = context.terminal();
    OfferedKey offered =
        publicKey == null
            ? OfferedKey.standard(environment)
            : OfferedKey.of(publicKey, terminal.in(), environment);
    if (ephemeral) {
      terminal.out().print(Json.write(Map.of("ssh_public_key", offered.line().toString())));
      return ExitCode.OK;
    }
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
    if (forDeployment) {
      terminal.out().print(Json.write(Map.of("sshKeyId", result.key().id())));
    } else if (printId) {
      terminal.out().println(Visible.line(result.key().id()));
    } else {
      print(offered, result);
    }
    return ExitCode.OK;
  }

  private void refuseContradictions() {
    if (ephemeral && !forDeployment) {
      throw usage("--ephemeral is for --for-deployment: upload registers keys to keep");
    }
    if (printId && forDeployment) {
      throw usage("--print-id and --for-deployment exclude each other");
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(requireNonNull(spec).commandLine(), message);
  }

  private void print(OfferedKey offered, KeyRegistration.Result result) {
    String key = "%s (%s)".formatted(result.key().name(), result.key().id());
    var out = context.terminal().out();
    out.println(Visible.line((result.isNew() ? "registered: " : "already registered: ") + key));
    out.println("fingerprint: " + offered.line().fingerprint());
  }
}
