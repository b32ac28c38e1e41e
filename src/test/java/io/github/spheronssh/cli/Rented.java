package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.sandbox.Quirk;
import io.github.spheronssh.sandbox.Sandbox;
import io.github.spheronssh.sandbox.SandboxInstance;
import io.github.spheronssh.sandbox.SandboxSettings;
import io.github.spheronssh.testing.CommandRun;
import io.github.spheronssh.testing.CommandRun.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A sandbox and a home whose key its instances were made with. */
record Rented(Sandbox sandbox, Path home, CommandRun commands) implements AutoCloseable {
  static Rented in(Path home, Quirk... quirks) throws SpheronSshException {
    var sandbox =
        Sandbox.start(
            SandboxSettings.defaults()
                .withQuirks(quirks)
                .withInstances(2)
                .withBoot(Duration.ofMillis(500))
                .withCloudImagePause(Duration.ofSeconds(2)));
    var commands =
        new CommandRun(home)
            .with("SPHERON_API_BASE", sandbox.baseUri().toString())
            .with("SPHERON_API_KEY", sandbox.token());
    var rented = new Rented(sandbox, home, commands);
    rented.succeeding("keygen", "--no-passphrase", "-q");
    rented.succeeding("upload", "-q");
    return rented;
  }

  Result run(String... words) {
    return commands.run(words);
  }

  /** Runs a command that has to go well. */
  Result succeeding(String... words) {
    Result result = run(words);
    if (result.status() != 0) {
      throw new AssertionError(List.of(words) + " ended with " + result);
    }
    return result;
  }

  SandboxInstance instance(String name) {
    return sandbox.instance(name).orElseThrow();
  }

  /** The fingerprint of the host key that the next connection to the instance meets. */
  String fingerprint(String name) {
    return instance(name).hostKey().fingerprint().toString();
  }

  /** The lines that pin an instance's host key. */
  List<String> pins(String name) throws IOException {
    Path file = home.resolve(".spheron/known_hosts");
    String start = "spheron-" + instance(name).id() + " ";
    return Files.exists(file)
        ? Files.readAllLines(file).stream().filter(line -> line.startsWith(start)).toList()
        : List.of();
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
