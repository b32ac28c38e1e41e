package io.github.spheronssh.sandbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.sandbox.RealSsh.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What OpenSSH's client meets at the instances. */
final class InstancesTest {
  @TempDir Path folder;

  private Sandbox sandbox;
  private RealSsh ssh;

  @BeforeEach
  void start() throws Exception {
    ssh = RealSsh.in(folder);
    sandbox =
        Sandbox.start(
            SandboxSettings.defaults()
                .withInstances(1)
                .withBoot(Duration.ZERO)
                .withCloudImagePause(Duration.ZERO));
    try (var caller = new Caller(sandbox)) {
      caller.upload("me", ssh.publicKey());
    }
  }

  @AfterEach
  void stop() {
    if (sandbox != null) {
      sandbox.close();
    }
  }

  @Test
  void aCommandHasItsStreamsAndItsStatus() throws Exception {
    Result result = ssh.run(instance("trainer"), "ubuntu", "echo out; echo err >&2; exit 7");
    assertEquals("out\n", result.text());
    assertEquals("err\n", result.err());
    assertEquals(7, result.status());
  }

  @Test
  void everyHealthyKindLetsItsUserIn() throws Exception {
    for (String each : new String[] {"trainer", "booting", "bare", "gpu-1", "cloud-image"}) {
      assertEquals("ubuntu\n", ssh.run(instance(each), "ubuntu", "echo $USER").text(), each);
    }
    assertEquals("root\n", ssh.run(instance("forwarded"), "root", "echo $USER").text());
  }

  @Test
  void megabytesOfBytesComeBackAsTheyWent() throws Exception {
    var bytes = new byte[5_000_000];
    new Random(1).nextBytes(bytes);
    Result result = ssh.run(bytes, instance("trainer"), "ubuntu", "cat");
    assertEquals(0, result.status(), result.err());
    assertArrayEquals(bytes, result.out());
  }

  @Test
  void aCommandSeesItsOwnHomeAndNothingOfTheSandbox() throws Exception {
    Result result = ssh.run(instance("trainer"), "ubuntu", "pwd; echo $HOME; env");
    String home = instance("trainer").home().toString();
    assertTrue(result.text().startsWith(home + "\n" + home + "\n"), result.text());
    assertTrue(!result.text().contains(sandbox.token()), result.text());
  }

  @Test
  void anotherUserIsRefused() throws Exception {
    Result result = ssh.run(instance("trainer"), "root", "true");
    assertEquals(255, result.status());
    assertTrue(result.err().contains("Permission denied (publickey)"), result.err());
  }

  @Test
  void theStrangerRefusesTheUsersKey() throws Exception {
    assertEquals(255, ssh.run(instance("stranger"), "ubuntu", "true").status());
  }

  @Test
  void theAuthorizedKeysAreReadAtEveryLogin() throws Exception {
    Path file = instance("trainer").authorizedKeysFile();
    String before = Files.readString(file);
    Files.writeString(file, "# nobody\n");
    assertEquals(255, ssh.run(instance("trainer"), "ubuntu", "true").status());
    Files.writeString(file, "from=\"*\",command=\"a b\" " + before);
    assertEquals(0, ssh.run(instance("trainer"), "ubuntu", "true").status());
  }

  @Test
  void rootOfTheCloudImageIsSentToUbuntu() throws Exception {
    Result result = ssh.run(instance("cloud-image"), "root", "touch ran");
    assertEquals(
        "Please login as the user \"ubuntu\" rather than the user \"root\".\n\n", result.text());
    assertEquals(142, result.status());
    assertTrue(Files.notExists(instance("cloud-image").home().resolve("ran")));
  }

  @Test
  void theHostKeyChangesAfterTheFirstLogin() throws Exception {
    String first = instance("rekeyed").hostKey().toString();
    assertEquals(0, ssh.run(instance("rekeyed"), "ubuntu", "true").status());
    String second = instance("rekeyed").hostKey().toString();
    assertNotEquals(first, second);
    assertEquals(0, ssh.run(instance("rekeyed"), "ubuntu", "true").status());
    assertEquals(second, instance("rekeyed").hostKey().toString());
  }

  private SandboxInstance instance(String name) {
    return sandbox.instance(name).orElseThrow();
  }
}
