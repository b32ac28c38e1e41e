package io.github.spheronssh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.json.Json;
import io.github.spheronssh.json.JsonValue;
import io.github.spheronssh.sandbox.Quirk;
import io.github.spheronssh.sandbox.Sandbox;
import io.github.spheronssh.sandbox.SandboxSettings;
import io.github.spheronssh.testing.CommandRun;
import io.github.spheronssh.testing.CommandRun.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * {@code deploy} into a shell, over several pages, and where the service acts and never answers.
 */
final class DeployCommandTest {
  private static final String REQUEST =
      """
      {"provider": "sandbox-cloud", "offerId": "h100-1", "gpuType": "H100", "gpuCount": 1,
       "region": "us-east-1", "operatingSystem": "ubuntu-24.04", "instanceType": "DEDICATED"}
      """;

  /** The deployment is then looked for in one list, and on several pages. */
  static final List<List<Quirk>> QUIRKS =
      List.of(List.of(Quirk.LOST_ANSWER), List.of(Quirk.LOST_ANSWER, Quirk.WRAPPED_DATA));

  @TempDir Path home;

  private CommandRun commands(Sandbox sandbox) {
    CommandRun command =
        new CommandRun(home)
            .with("SPHERON_API_BASE", sandbox.baseUri().toString())
            .with("SPHERON_API_KEY", sandbox.token());
    assertEquals(0, command.run("keygen", "--no-passphrase").status());
    return command;
  }

  private static long count(CommandRun command, String name) throws Exception {
    return Json.parse(command.run("instances", "--all", "--json").out()).elements().stream()
        .filter(each -> each.field("name").flatMap(JsonValue::text).orElse("").equals(name))
        .count();
  }

  @ParameterizedTest
  @FieldSource("QUIRKS")
  void anUnclearAnswerIsLookedIntoAndTheRequestNeverSentAgain(List<Quirk> quirks) throws Exception {
    var settings =
        SandboxSettings.defaults().withInstances(4).withQuirks(quirks.toArray(Quirk[]::new));
    try (Sandbox sandbox = Sandbox.start(settings)) {
      CommandRun command = commands(sandbox);
      Result deploy = command.runReading(REQUEST, "deploy", "-", "--name", "train", "--yes");
      assertEquals(0, deploy.status(), deploy.err());
      assertTrue(deploy.err().contains("found by its name"), deploy.err());
      assertTrue(deploy.out().startsWith("deployed: train ("), deploy.out());
      assertEquals(1, count(command, "train"));
    }
  }

  @Test
  void aNameThatStandsOnALaterPageIsTaken() throws Exception {
    var settings = SandboxSettings.defaults().withInstances(4).withQuirks(Quirk.WRAPPED_DATA);
    try (Sandbox sandbox = Sandbox.start(settings)) {
      CommandRun command = commands(sandbox);
      String last = sandbox.instances().stream().toList().getLast().name();
      assertTrue(sandbox.instances().size() > 10, "more than a page holds");
      Result deploy = command.runReading(REQUEST, "deploy", "-", "--name", last, "--yes");
      assertEquals(1, deploy.status(), deploy.err());
      assertTrue(deploy.err().contains("there is a deployment '" + last), deploy.err());
      assertEquals(1, count(command, last));
    }
  }

  @Test
  void aShellIsOpenedAsSoonAsOneCanLogInAndItsStatusIsTheCommands() throws Exception {
    var settings = SandboxSettings.defaults().withBoot(Duration.ofMillis(500));
    try (Sandbox sandbox = Sandbox.start(settings)) {
      CommandRun command = commands(sandbox);
      Files.writeString(home.resolve("request.json"), REQUEST);
      Result deploy =
          command.runReading(
              "echo in:$USER\nexit 7\n",
              "deploy",
              "request.json",
              "--name=train",
              "--yes",
              "--connect",
              "--host-key=accept-new");
      assertEquals(7, deploy.status(), deploy.err());
      assertTrue(deploy.out().contains("in:ubuntu"), deploy.out());
      assertEquals(2, command.run("deploy", "request.json", "--connect", "--json").status());
    }
  }

  @Test
  void aNameThatIsBlankIsNone() throws Exception {
    try (Sandbox sandbox = Sandbox.start(SandboxSettings.defaults())) {
      Result deploy = commands(sandbox).runReading(REQUEST, "deploy", "-", "--yes", "--name", " ");
      assertEquals(1, deploy.status());
      assertTrue(deploy.err().contains("the request has no name"), deploy.err());
    }
  }
}
