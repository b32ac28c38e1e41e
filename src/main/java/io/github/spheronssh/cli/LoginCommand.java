package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.api.ApiKey;
import io.github.spheronssh.api.Credentials;
import io.github.spheronssh.api.CredentialsException;
import io.github.spheronssh.terminal.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stores the API key, once the service has taken it. */
@Command(
    name = "login",
    description = {
      "Store your API key in ~/.spheron/api_key, for you alone to read.",
      "It is asked for without echo, or read from standard input or --api-key-file, and tried"
          + " before it is stored."
    })
final class LoginCommand implements Callable<Integer> {
  private static final int LONGEST = 4096;

  private final Context context;

  @Mixin ApiOptions api = new ApiOptions();

  @Mixin OutputOptions output = new OutputOptions();

  LoginCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws SpheronSshException, IOException {
    Terminal terminal = context.terminal();
    ApiKey key = api.apiKeyFile == null ? given() : api.credentials(context).key();
    try (var _ = terminal.progress("trying the API key")) {
      api.open(context, key).balance();
    }
    String file = Credentials.store(context.environment(), key);
    terminal.out().println("API key " + key.masked() + " saved in " + file);
    List<String> places = Credentials.places(context.environment());
    if (!places.getFirst().equals(file)) {
      terminal.note("warning: " + places.getFirst() + " is set and comes before " + file);
    }
    return ExitCode.OK;
  }

  private ApiKey given() throws SpheronSshException, IOException {
    Terminal terminal = context.terminal();
    if (terminal.inIsTerminal()) {
      char[] typed =
          terminal.readSecret("API key (Settings > API Keys): ", "spheron-ssh login < FILE");
      return key(typed, "the answer");
    }
    byte[] bytes = terminal.in().readNBytes(LONGEST + 1);
    if (bytes.length == 0) {
      throw new CredentialsException(
          "no API key on standard input: it is empty", "spheron-ssh login < FILE");
    }
    char[] read = StandardCharsets.UTF_8.decode(java.nio.ByteBuffer.wrap(bytes)).array();
    Arrays.fill(bytes, (byte) 0);
    return key(read, "standard input");
  }

  /** White space around a pasted key, and what a decoder leaves behind it, is no part of it. */
  private static ApiKey key(char[] text, String where) throws CredentialsException {
    int from = 0;
    int to = text.length;
    while (from < to && text[from] <= ' ') {
      from++;
    }
    while (to > from && text[to - 1] <= ' ') {
      to--;
    }
    char[] bare = Arrays.copyOfRange(text, from, to);
    try {
      return ApiKey.of(bare, where);
    } finally {
      Arrays.fill(text, '\0');
      Arrays.fill(bare, '\0');
    }
  }
}
