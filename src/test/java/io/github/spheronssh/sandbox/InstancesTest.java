package io.github.spheronssh.sandbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.sandbox.RealSsh.Result;
import io.github.spheronssh.testing.RealPrograms;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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

  @Test
  void authorizedKeysThatOthersMayWriteToOpenNothing() throws Exception {
    Path file = instance("trainer").authorizedKeysFile();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
    assertEquals(255, ssh.run(instance("trainer"), "ubuntu", "true").status());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertEquals(0, ssh.run(instance("trainer"), "ubuntu", "true").status());
  }

  @Test
  void aShellWithoutATerminalReadsItsCommandsFromStdin() throws Exception {
    byte[] script = "echo in $PWD\nexit 3\n".getBytes(StandardCharsets.UTF_8);
    Result result = ssh.run(script, instance("trainer"), "ubuntu");
    assertTrue(result.text().contains("in " + instance("trainer").home()), result.text());
    assertEquals(3, result.status());
  }

  @Test
  void aCommandOnATerminalSeesOne() throws Exception {
    RealPrograms.require("script");
    var words = ssh.words("ssh", instance("trainer"));
    words.addAll(
        List.of("-tt", "-p", port("trainer"), "ubuntu@127.0.0.1", "test -t 0 && tty && exit 5"));
    Result result = RealSsh.run(new byte[0], words);
    assertTrue(result.text().startsWith("/dev/"), result.text());
    assertEquals(5, result.status());
  }

  @Test
  void sftpStartsInTheInstancesHome() throws Exception {
    Path file = folder.resolve("data");
    Files.writeString(file, "some bytes");
    var words = ssh.words("sftp", instance("trainer"));
    words.addAll(List.of("-P", port("trainer"), "-b", "-", "ubuntu@127.0.0.1"));
    Path got = folder.resolve("got");
    String batch = "pwd\nput %s there\nrename there here\nget here %s\n".formatted(file, got);
    Result result = RealSsh.run(batch.getBytes(StandardCharsets.UTF_8), words);
    assertEquals(0, result.status(), result.err());
    assertTrue(result.text().contains(instance("trainer").home().toString()), result.text());
    assertEquals("some bytes", Files.readString(instance("trainer").home().resolve("here")));
    assertEquals("some bytes", Files.readString(got));
  }

  @Test
  void rootOfTheCloudImageHasNoSftp() throws Exception {
    var words = ssh.words("sftp", instance("cloud-image"));
    words.addAll(List.of("-P", port("cloud-image"), "-b", "-", "root@127.0.0.1"));
    assertNotEquals(0, RealSsh.run("pwd\n".getBytes(StandardCharsets.UTF_8), words).status());
  }

  @Test
  void aPortIsForwarded() throws Exception {
    var words = ssh.words("ssh", instance("trainer"));
    int api = sandbox.baseUri().getPort();
    words.addAll(List.of("-W", "127.0.0.1:" + api, "-p", port("trainer"), "ubuntu@127.0.0.1"));
    byte[] request = "GET /api/nothing HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.UTF_8);
    Result result = RealSsh.run(request, words);
    assertTrue(result.text().startsWith("HTTP/1."), result.text() + result.err());
  }

  @Test
  void nothingIsLeftOfASandboxEvenWhatItsUsersMayNotDelete() throws Exception {
    String command = "mkdir -p locked/inner; touch locked/inner/file; chmod 0 locked/inner locked";
    assertEquals(0, ssh.run(instance("trainer"), "ubuntu", command).status());
    Path folder = sandbox.home().getParent();
    sandbox.close();
    assertTrue(Files.notExists(folder));
  }

  @Test
  void aProcessEndsWithItsClient() throws Exception {
    var words = ssh.words("ssh", instance("trainer"));
    words.addAll(List.of("-p", port("trainer"), "ubuntu@127.0.0.1", "echo $$; exec sleep 600"));
    Process client = new ProcessBuilder(words).start();
    try (var out = client.inputReader(StandardCharsets.UTF_8)) {
      long pid = Long.parseLong(out.readLine());
      Optional<ProcessHandle> remote = ProcessHandle.of(pid);
      client.destroyForcibly();
      if (remote.isPresent()) {
        remote.get().onExit().get(30, TimeUnit.SECONDS);
      }
    } finally {
      client.destroyForcibly();
    }
  }

  @Test
  void theSilentOneSaysNothingAndTheHungOneOnlyItsVersion() throws Exception {
    assertEquals("", heard("silent"));
    assertEquals("SSH-2.0-OpenSSH_9.6\r\n", heard("hung"));
  }

  @Test
  void aDeploymentAcceptsExactlyTheKeyOfItsOrder() throws Exception {
    RealSsh other = RealSsh.in(folder);
    String id;
    try (var caller = new Caller(sandbox)) {
      String team = Caller.text(caller.list("/api/teams").getFirst(), "teamId");
      String order = Caller.order(team, other.publicKey());
      id = Caller.text(Caller.json(caller.post("/api/deployments", order)), "id");
    }
    SandboxInstance ordered = instance("ordered");
    ordered.awaitRunning();
    assertEquals(0, other.run(ordered, "ubuntu", "true").status());
    assertEquals(255, ssh.run(ordered, "ubuntu", "true").status());
    String pins = Files.readString(sandbox.home().resolve(".spheron/known_hosts"));
    assertTrue(pins.contains("spheron-" + id + " ssh-ed25519 "), pins);
  }

  /** All that comes within a second; a server that says more than it should is caught. */
  private String heard(String name) throws Exception {
    try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), instance(name).port())) {
      socket.setSoTimeout(1000);
      var heard = new ByteArrayOutputStream();
      try {
        for (int b = socket.getInputStream().read(); b >= 0; b = socket.getInputStream().read()) {
          heard.write(b);
        }
        return heard.toString(StandardCharsets.UTF_8) + " and closed";
      } catch (SocketTimeoutException e) {
        return heard.toString(StandardCharsets.UTF_8);
      }
    }
  }

  private String port(String name) {
    return Integer.toString(instance(name).port());
  }

  private SandboxInstance instance(String name) {
    return sandbox.instance(name).orElseThrow();
  }
}
