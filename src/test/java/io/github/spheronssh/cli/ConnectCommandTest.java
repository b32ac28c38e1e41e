package io.github.spheronssh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.sandbox.Sandbox;
import io.github.spheronssh.sandbox.SandboxSettings;
import io.github.spheronssh.testing.CommandRun;
import io.github.spheronssh.testing.CommandRun.Result;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConnectCommandTest {
  @TempDir Path home;
  private Sandbox sandbox;
  private CommandRun run;

  @BeforeEach
  void start() throws Exception {
    sandbox =
        Sandbox.start(
            SandboxSettings.defaults()
                .withBoot(Duration.ofMillis(500))
                .withCloudImagePause(Duration.ofSeconds(2)));
    run =
        new CommandRun(home)
            .with("SPHERON_API_BASE", sandbox.baseUri().toString())
            .with("SPHERON_API_KEY", sandbox.token());
    assertEquals(0, run.run("keygen", "--no-passphrase").status());
    assertEquals(0, run.run("upload").status());
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void aCommandsOutputAndStatusAreOurs() throws Exception {
    Result result = connect("trainer", "echo", "out;", "echo err >&2;", "exit 7");
    assertEquals("out\n", result.out());
    assertTrue(result.err().endsWith("err\n"), result.err());
    assertEquals(7, result.status());
  }

  private Result connect(String... words) {
    String[] arguments = new String[words.length + 2];
    arguments[0] = "connect";
    arguments[1] = "--host-key=accept-new";
    System.arraycopy(words, 0, arguments, 2, words.length);
    return run.run(arguments);
  }
}
