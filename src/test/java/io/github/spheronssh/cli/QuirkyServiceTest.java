package io.github.spheronssh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.sandbox.Quirk;
import io.github.spheronssh.sandbox.Sandbox;
import io.github.spheronssh.sandbox.SandboxSettings;
import io.github.spheronssh.testing.CommandRun;
import io.github.spheronssh.testing.CommandRun.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The same commands against each oddity that the real service was seen to have. */
final class QuirkyServiceTest {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f me";

  @TempDir Path home;

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"EXPIRED_KEY", "FLAKY", "UNAVAILABLE", "SLOW", "CUT", "NO_JSON", "REDIRECT"})
  void aKeyIsRegisteredOnceFoundAndDeleted(Quirk quirk) throws Exception {
    try (Sandbox sandbox = Sandbox.start(SandboxSettings.defaults().withQuirks(quirk))) {
      CommandRun command = command(sandbox);
      succeed(command.run("whoami"));
      String id = succeed(command.run("upload", KEY, "--name", "mine", "--print-id")).out().strip();
      Result again = command.run("upload", KEY, "--name", "again", "--print-id");
      assertEquals(id, succeed(again).out().strip());
      Result show = succeed(command.run("keys", "show", "mine"));
      assertTrue(show.out().contains(id), show.out());
      succeed(command.run("keys", "delete", id, "--yes"));
      assertFalse(succeed(command.run("keys", "list")).out().contains(id));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "FLAKY, 0",
    "SLOW, 0",
    "EXPIRED_KEY, 3",
    "UNAVAILABLE, 5",
    "CUT, 5",
    "NO_JSON, 1",
    "REDIRECT, 1"
  })
  void whatCannotBeSurvivedEndsWithTheCodeThatSaysSo(Quirk quirk, int code) throws Exception {
    try (Sandbox sandbox = Sandbox.start(SandboxSettings.defaults().withQuirks(quirk))) {
      Result whoami = command(sandbox).run("whoami");
      assertEquals(code, whoami.status(), whoami.err());
      assertFalse(whoami.err().contains(sandbox.token()), whoami.err());
    }
  }

  private CommandRun command(Sandbox sandbox) {
    return new CommandRun(home)
        .with("SPHERON_API_BASE", sandbox.baseUri().toString())
        .with("SPHERON_API_KEY", sandbox.token());
  }

  private static Result succeed(Result result) {
    assertEquals(0, result.status(), result.err());
    return result;
  }
}
