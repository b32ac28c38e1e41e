package io.github.spheronssh.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.json.JsonValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateFileTest {
  @TempDir Path folder;

  @Test
  void aSandboxGoesOnWhereTheLastOneEnded() throws Exception {
    SandboxSettings settings = settings();
    String token;
    String key;
    String hostKey;
    String rekeyed;
    String id;
    List<String> ended;
    try (Sandbox sandbox = Sandbox.start(settings);
        var caller = new Caller(sandbox)) {
      token = sandbox.token();
      key = caller.upload("me", HostKey.generate("me").publicKey().toString());
      SandboxInstance trainer = sandbox.instance("trainer").orElseThrow();
      hostKey = trainer.hostKey().toString();
      id = trainer.id();
      rekeyed = sandbox.instance("rekeyed").orElseThrow().id();
      Files.writeString(trainer.authorizedKeysFile(), "# rotated\n");
      caller.call("DELETE", "/api/deployments/" + rekeyed, "");
      ended = names(caller);
    }
    try (Sandbox sandbox = Sandbox.start(settings);
        var caller = new Caller(sandbox)) {
      assertEquals(token, sandbox.token());
      assertEquals(200, caller.get("/api/ssh-keys/" + key).statusCode());
      assertEquals(ended, names(caller));
      SandboxInstance trainer = sandbox.instance("trainer").orElseThrow();
      assertEquals(id, trainer.id());
      assertEquals(hostKey, trainer.hostKey().toString());
      assertEquals("# rotated\n", Files.readString(trainer.authorizedKeysFile()));
      JsonValue deployment = Caller.json(caller.get("/api/deployments/" + id));
      assertEquals(key, Caller.text(deployment, "sshKeyId"));
      JsonValue gone = Caller.json(caller.get("/api/deployments/" + rekeyed));
      assertEquals("terminated", Caller.text(gone, "status"));
    }
  }

  @Test
  void theStateIsForItsOwnerAlone() throws Exception {
    SandboxSettings settings = settings();
    Sandbox.start(settings).close();
    Path file = settings.stateFile().orElseThrow();
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void aFileThatIsNoStateStaysAsItIs() throws Exception {
    SandboxSettings settings = settings();
    Path file = settings.stateFile().orElseThrow();
    for (String text : List.of("my notes", "{}", "{\"token\": \"x\", \"teams\": [null]}")) {
      Files.writeString(file, text);
      var e = assertThrows(SpheronSshException.class, () -> Sandbox.start(settings).close());
      assertTrue(e.getMessage().contains("state"), e.getMessage());
      assertEquals(text, Files.readString(file));
    }
  }

  @Test
  void twoSandboxesHaveNoStateInCommon() throws Exception {
    SandboxSettings settings = settings();
    try (Sandbox first = Sandbox.start(settings)) {
      var e = assertThrows(SpheronSshException.class, () -> Sandbox.start(settings).close());
      assertTrue(e.getMessage().contains("another sandbox runs with the state"), e.getMessage());
      assertTrue(first.instance("trainer").isPresent());
    }
    Sandbox.start(settings).close();
  }

  private SandboxSettings settings() {
    return SandboxSettings.defaults()
        .withBoot(Duration.ZERO)
        .withStateFile(folder.resolve("state.json"));
  }

  private static List<String> names(Caller caller) throws Exception {
    return caller.list("/api/deployments").stream()
        .map(each -> Caller.text(each, "name") + " " + Caller.text(each, "status"))
        .toList();
  }
}
