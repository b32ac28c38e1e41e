package io.github.spheronssh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.json.Json;
import io.github.spheronssh.sandbox.Quirk;
import io.github.spheronssh.sandbox.Sandbox;
import io.github.spheronssh.sandbox.SandboxSettings;
import io.github.spheronssh.testing.CommandRun;
import io.github.spheronssh.testing.CommandRun.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code deploy} where the service acts and never answers; the transcript has the rest. */
final class DeployCommandTest {
  private static final String REQUEST =
      """
      {"provider": "sandbox-cloud", "offerId": "h100-1", "gpuType": "H100", "gpuCount": 1,
       "region": "us-east-1", "operatingSystem": "ubuntu-24.04", "instanceType": "DEDICATED"}
      """;

  @TempDir Path home;

  @Test
  void anUnclearAnswerIsLookedIntoAndTheRequestNeverSentAgain() throws Exception {
    var settings = SandboxSettings.defaults().withQuirks(Quirk.LOST_ANSWER);
    try (Sandbox sandbox = Sandbox.start(settings)) {
      CommandRun command =
          new CommandRun(home)
              .with("SPHERON_API_BASE", sandbox.baseUri().toString())
              .with("SPHERON_API_KEY", sandbox.token());
      assertEquals(0, command.run("keygen", "--no-passphrase").status());
      Result deploy = command.runReading(REQUEST, "deploy", "-", "--name", "train", "--yes");
      assertEquals(0, deploy.status(), deploy.err());
      assertTrue(deploy.err().contains("found by its name"), deploy.err());
      assertTrue(deploy.out().startsWith("deployed: train ("), deploy.out());
      String listed = command.run("instances", "--all", "--json").out();
      long trains =
          Json.parse(listed).elements().stream()
              .filter(each -> each.field("name").flatMap(n -> n.text()).orElse("").equals("train"))
              .count();
      assertEquals(1, trains, listed);
    }
  }
}
