package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.api.Credentials;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Forgets the API key that login stored. */
@Command(
    name = "logout",
    description = {
      "Forget the API key that login stored.",
      "The key itself stays valid until you revoke it at Settings > API Keys."
    })
final class LogoutCommand implements Callable<Integer> {
  private final Context context;

  @Mixin OutputOptions output = new OutputOptions();

  LogoutCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws SpheronSshException {
    Optional<String> file = Credentials.forget(context.environment());
    context
        .terminal()
        .out()
        .println(file.map(name -> "deleted " + name).orElse("there was no stored API key"));
    for (String place : Credentials.places(context.environment())) {
      context.terminal().note("warning: " + place + " still holds an API key");
    }
    return ExitCode.OK;
  }
}
