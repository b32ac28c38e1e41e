package io.github.spheronssh.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.doctor.Clinic.Line;
import io.github.spheronssh.doctor.Clinic.Report;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.instance.Ledger;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.key.SshKeyPair;
import io.github.spheronssh.testing.CommandRun.Result;
import io.github.spheronssh.testing.OddServer;
import io.github.spheronssh.testing.RealAgent;
import io.github.spheronssh.testing.RealSshd;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** For every check of the instance that takes a real server, what breaks it and nothing else. */
final class InstanceCatalogueTest {
  @TempDir Path home;
  @TempDir Path folder;

  private Ward ward;
  private final List<AutoCloseable> opened = new ArrayList<>();

  /** What is done to a ward in which all is well. */
  interface Breaking {
    void in(InstanceCatalogueTest test, Ward ward) throws Exception;
  }

  record Case(String result, String id, String words, Breaking breaking) {
    @Override
    public String toString() {
      return result + " " + id;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        fail(
            "status",
            "stopped, since 2026-05-01T10:00:00Z",
            (_, ward) -> {
              ward.deployment.put("status", "stopped");
              ward.deployment.put("stoppedAt", "2026-05-01T10:00:00.250Z");
            }),
        fail(
            "status",
            "taken back by the provider (spot), at 2026-05-01T10:00:00Z",
            (_, ward) -> {
              Files.delete(ward.pins); // a pin of what has ended is one more thing to tell
              ward.deployment.put("status", "terminated-provider");
              ward.deployment.put("stoppedAt", "2026-05-01T10:00:00Z");
            }),
        fail(
            "route",
            "the jump host jump: could not log in",
            (test, ward) -> test.jump(ward, test.server(ward))),
        fail(
            "route",
            "the jump host jump: 127.0.0.1:",
            (test, ward) -> {
              RealSshd jump = test.sshd(ward);
              test.jump(ward, jump);
              jump.close();
            }),
        fail(
            "route",
            "did not connect",
            (test, ward) -> {
              OddServer odd = OddServer.saying("HTTP/1.1 403 Forbidden\r\n\r\n");
              test.opened.add(odd);
              ward.command.with("SPHERON_SSH_PROXY", "http://127.0.0.1:" + odd.port());
            }),
        fail(
            "tcp",
            "the jump host jump: channel",
            (test, ward) -> {
              test.jump(ward, test.sshd(ward));
              test.full(ward).close();
            }),
        fail(
            "tcp",
            "refuses the connection: the machine is there, and nothing listens",
            (test, ward) -> test.full(ward).close()),
        fail("tcp", "does not answer; the machine is off", (test, ward) -> test.full(ward)),
        fail(
            "tcp",
            "of it does: a firewall drops what comes to the port of SSH; the service is reached",
            (test, ward) -> ports(ward, ward.server.getPort(), test.full(ward).getLocalPort())),
        fail(
            "tcp",
            "of it does: a firewall drops",
            (test, ward) -> {
              ServerSocket refusing = test.full(ward);
              refusing.close();
              ports(ward, refusing.getLocalPort(), test.full(ward).getLocalPort());
            }),
        fail(
            "tcp",
            "it is off or still starting, or a firewall drops everything",
            (test, ward) ->
                ports(ward, test.full(ward).getLocalPort(), test.full(ward).getLocalPort())),
        fail(
            "tcp",
            "there is no way from here to 255.255.255.255",
            (_, ward) -> ward.deployment.put("ipAddress", "255.255.255.255")),
        fail(
            "banner",
            "it said: ",
            (test, ward) -> {
              OddServer odd = OddServer.saying("\u001b[31mwelcome to the router\r\n");
              test.opened.add(odd);
              ward.deployment.put("sshPort", odd.port());
            }),
        fail(
            "key-exchange",
            "both sides have no",
            (test, ward) -> test.sshd(ward, "Ciphers aes128-cbc")),
        fail(
            "host-key",
            "was the address of another instance, old (d0)",
            (_, ward) -> inherited(ward)),
        fail(
            "opening-key",
            "(API: colleague, which your account doesn't list); you hold SHA256:",
            (_, ward) -> {
              ward.opens = false;
              ward.deployment.put("sshKeyId", "k9");
              ward.deployment.put("sshKeyName", "colleague");
            }),
        fail(
            "opening-key",
            "(~/.ssh/id_ed25519, and in the agent)",
            (test, ward) -> {
              RealAgent agent = RealAgent.start(test.folder);
              test.opened.add(agent);
              Files.delete(ward.key);
              Files.delete(ward.key.resolveSibling("id_ed25519.pub"));
              Result made = ward.command.run("keygen", "-q", "--no-passphrase");
              assertEquals(0, made.status(), made.err());
              ward.keys.put(
                  "k1", Files.readString(ward.key.resolveSibling("id_ed25519.pub")).strip());
              agent.sshAdd("-q", ward.key).succeeded();
              ward.command.with("SSH_AUTH_SOCK", agent.socket().toString());
              ward.opens = false;
              ward.deployment.put("sshKeyId", "k9");
            }),
        fail(
            "opening-key",
            "(ledger: a login proved it at ",
            (_, ward) -> {
              ward.opens = false;
              prove(ward, "d1", "box", Clinic.writeKey(ward.home.resolve("other")).publicKey());
            }),
        fail("instance-team", "in the team lab", (_, ward) -> moved(ward)),
        fail(
            "login-methods",
            "it offers password",
            (test, ward) ->
                test.sshd(ward, "PubkeyAuthentication no", "PasswordAuthentication yes")),
        fail(
            "login-tries",
            "hung up after 2 of 3 keys",
            (test, ward) -> {
              Clinic.writeKey(ward.home.resolve(".ssh/id_ecdsa"));
              SshKeyPair last = Clinic.writeKey(ward.home.resolve(".ssh/id_rsa"));
              test.server(ward, "MaxAuthTries 2").authorize(last.publicKey().toString());
              ward.deployment.remove("sshKeyId");
            }),
        fail("login", "): not taken; the server offers ", (_, ward) -> ward.opens = false),
        fail(
            "login",
            "ubuntu is let in",
            (_, ward) -> {
              ward.deployment.put("user", "root");
              ward.server.setPublickeyAuthenticator((user, _, _) -> user.equals("ubuntu"));
            }),
        fail(
            "shell",
            "the server gives no terminal",
            (test, ward) -> test.sshd(ward, "PermitTTY no")),
        fail(
            "shell",
            "the shell ended at once, with status 3: closed for today",
            (test, ward) -> test.profile(ward, "echo closed for today; exit 3")),
        warn("shell", "showed no prompt", (test, ward) -> test.profile(ward, "exec sleep 30")),
        fail(
            "home-writable",
            "there is no home folder",
            (test, ward) -> test.sshd(ward, "SetEnv HOME=" + test.folder.resolve("none"))),
        fail(
            "disk",
            "the disk is full: /scratch",
            (test, ward) -> test.program(ward, "df", "echo /dev/sda1 9000 9000 0 100% /scratch")),
        warn(
            "disk",
            "nearly full: /scratch: 9 MB free",
            (test, ward) ->
                test.program(ward, "df", "echo /dev/sda1 99999999 99990000 9999 99% /scratch")),
        fail(
            "disk",
            "no more files can be made",
            (test, ward) ->
                test.program(
                    ward,
                    "df",
                    "[ $1 = -Pi ] && echo none 9 9 0 100% / || echo none 9000000 0 9000000 0% /")),
        warn(
            "authorized-keys-mode",
            "~/.ssh can be written to by others (rwxrwxr-x)",
            (test, ward) -> {
              test.sshd(ward);
              Path ssh = Files.createDirectory(test.folder.resolve("login/.ssh"));
              Files.writeString(ssh.resolve("authorized_keys"), "");
              Clinic.mode(ssh, "rwxrwxr-x");
            }),
        fail(
            "gpu-driver",
            "there is no nvidia-smi",
            (test, ward) -> {
              test.program(ward, "true", "");
              ward.deployment.put("gpuCount", 1);
            }),
        fail(
            "gpu-driver",
            "nvidia-smi ended with 18: Failed to initialize NVML: Driver/library version mismatch",
            (test, ward) -> {
              test.program(
                  ward,
                  "nvidia-smi",
                  "echo Failed to initialize NVML: Driver/library version mismatch; exit 18");
              ward.deployment.put("gpuCount", 1);
            }),
        warn(
            "gpu-driver",
            "no answer",
            (test, ward) -> {
              test.program(ward, "nvidia-smi", "exec sleep 30");
              ward.deployment.put("gpuCount", 1);
            }),
        fail(
            "gpu-count",
            "nvidia-smi sees 7 of 8",
            (test, ward) -> {
              test.program(
                  ward,
                  "nvidia-smi",
                  "for i in 0 1 2 3 4 5 6; do echo \"GPU $i: NVIDIA H100 (UUID: GPU-$i)\"; done");
              ward.deployment.put("gpuCount", 8);
            }),
        warn(
            "throughput",
            "from there",
            (test, ward) -> test.line(ward, port -> BadLine.slow(port, 48 * 1024))),
        fail(
            "mtu",
            "large ones to the instance vanish",
            (test, ward) -> test.line(ward, port -> BadLine.narrow(port, true))),
        fail(
            "mtu",
            "large ones from the instance vanish",
            (test, ward) -> test.line(ward, port -> BadLine.narrow(port, false))),
        warn("round-trip", " ms", (test, ward) -> test.line(ward, BadLine::late)));
  }

  static Stream<String> ids() {
    return cases().map(Case::id);
  }

  @BeforeEach
  void open() throws Exception {
    ward = new Ward(home);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
    ward.close();
  }

  @Test
  void onARealServerWhereAllIsWellNothingIsFound() throws Exception {
    sshd(ward);
    Report report = ward.examine("box");
    assertEquals(List.of(), report.amiss(), report.toString());
  }

  @Test
  void aPortThatIsAsSilentAsTheServiceSpeaksForTheNetworkOfThisMachine() throws Exception {
    int port = full(ward).getLocalPort();
    ward.command.with("SPHERON_API_BASE", "http://127.0.0.1:" + port);
    String evidence = ward.examine("127.0.0.1:" + port).line("tcp").evidence();
    assertTrue(evidence.contains("look at the network of this machine first"), evidence);
  }

  @Test
  void throughAJumpHostWhereAllIsWellNothingIsFoundAndNothingIsKept() throws Exception {
    jump(ward, sshd(ward));
    Report report = ward.examine("box");
    assertEquals(List.of(), report.amiss(), report.toString());
    assertEquals("through the jump host jump", report.line("route").evidence());
    assertEquals("connected by the jump host jump", report.line("tcp").evidence());
    assertFalse(Files.exists(home.resolve(".ssh/known_hosts")));
  }

  @Test
  void whatTheServerHasIsAllowedByTheRemedy() throws Exception {
    sshd(ward, "KexAlgorithms diffie-hellman-group14-sha256");
    assertEquals(
        "spheron-ssh connect -o KexAlgorithms=+diffie-hellman-group14-sha256 box true",
        ward.examine("box").line("key-exchange").remedy());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatIsBrokenIsFoundAndNothingElse(Case broken) throws Exception {
    broken.breaking().in(this, ward);
    Report report = ward.examine("box");
    assertEquals(List.of(broken.toString()), report.amiss(), report.toString());
    Line line = report.line(broken.id());
    assertTrue(line.evidence().contains(broken.words()), line.toString());
    String remedy = String.valueOf(line.remedy());
    assertTrue(!remedy.equals("null") && !remedy.isBlank(), line.toString());
    Result text = ward.command.run("doctor", "box");
    String mark = broken.result().equals("fail") ? "FAIL " : "warn ";
    assertTrue(
        text.out().lines().anyMatch(each -> each.startsWith(mark + broken.id() + " ")), text.out());
    assertTrue(text.out().contains("     -> " + remedy + "\n"), text.out());
    assertFalse(text.out().contains("\u001b"), text.out());
  }

  /** A real server in the place of the ward's, which the ward's key opens. */
  private RealSshd sshd(Ward ward, String... configuration) throws Exception {
    RealSshd sshd = server(ward, configuration);
    sshd.authorize(ward.pair.publicKey().toString());
    return sshd;
  }

  private RealSshd server(Ward ward, String... configuration) throws Exception {
    var sshd = RealSshd.start(folder, configuration);
    opened.add(sshd);
    ward.deployment.put("sshPort", sshd.port());
    ward.deployment.put("user", sshd.userName());
    ward.pin(PublicKeyLine.parse(sshd.hostKey()));
    return sshd;
  }

  /** A real server on whose PATH a program of the test comes first. */
  private void program(Ward ward, String name, String script) throws Exception {
    Path bin = Files.createDirectory(home.resolve("bin"));
    Files.writeString(bin.resolve(name), "#!/bin/sh\n" + script + "\n");
    Clinic.mode(bin.resolve(name), "rwx------");
    sshd(ward, "SetEnv HOME=%s PATH=%s:/usr/bin:/bin".formatted(folder.resolve("login"), bin));
  }

  /** A real server whose login shells read this first; commands don't. */
  private void profile(Ward ward, String script) throws Exception {
    sshd(ward, "PrintMotd no", "PrintLastLog no");
    Files.writeString(folder.resolve("login/.profile"), script + "\n");
  }

  /** Makes a line to the server at a port. */
  private interface Lines {
    BadLine to(int port) throws Exception;
  }

  /** A line between the user and a real server. */
  private void line(Ward ward, Lines lines) throws Exception {
    BadLine line = lines.to(sshd(ward).port());
    opened.addFirst(line);
    ward.deployment.put("sshPort", line.port());
  }

  /** Has the way to the ward's own server lead through another one. */
  private void jump(Ward ward, RealSshd sshd) throws Exception {
    ward.deployment.put("sshPort", ward.server.getPort());
    ward.deployment.put("user", "ubuntu");
    ward.pin(ward.hostKey);
    Files.writeString(
        ward.home.resolve(".ssh/config"),
        """
        Host box
          ProxyJump jump
        Host jump
          HostName 127.0.0.1
          Port %d
          User %s
        """
            .formatted(sshd.port(), sshd.userName()));
  }

  /** A server that takes no one any more: who calls gets no answer. */
  private ServerSocket full(Ward ward) throws IOException {
    var server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
    opened.add(server);
    ward.deployment.put("sshPort", server.getLocalPort());
    while (true) {
      var waiting = new Socket();
      opened.add(waiting);
      try {
        waiting.connect(server.getLocalSocketAddress(), 300);
      } catch (SocketTimeoutException e) {
        return server;
      }
    }
  }

  /**
   * Has the service say of two ports of the address that the one is a notebook's, the other SSH's.
   */
  private static void ports(Ward ward, int other, int ssh) {
    ward.deployment.put(
        "portForwards",
        List.of(
            Map.of("internal", 8888, "external", other), Map.of("internal", 22, "external", ssh)));
  }

  /** What an instance that was reached at the ward's address before has proved. */
  private static void prove(Ward ward, String id, String name, PublicKeyLine key) throws Exception {
    String blob = Base64.getEncoder().encodeToString(key.blob());
    var environment = Environment.of(Map.of("HOME", ward.home.toString()), System.getProperties());
    Ledger.of(environment, "http://127.0.0.1:" + ward.api.getPort(), _ -> {})
        .record(
            new Ledger.Proof(
                id,
                name,
                Optional.empty(),
                "ubuntu",
                Optional.of(blob),
                "127.0.0.1",
                ward.server.getPort()));
  }

  private static void inherited(Ward ward) throws Exception {
    PublicKeyLine other = Clinic.writeKey(ward.home.resolve("other")).publicKey();
    prove(ward, "d0", "old", other);
    ward.pin(other);
  }

  private static void moved(Ward ward) {
    ward.elsewhere.add(Map.of("id", "d1", "name", "box", "status", "running"));
    ward.deployment.put("id", "d2");
    ward.deployment.put("name", "tin");
  }

  private static Case fail(String id, String words, Breaking breaking) {
    return new Case("fail", id, words, breaking);
  }

  private static Case warn(String id, String words, Breaking breaking) {
    return new Case("warn", id, words, breaking);
  }
}
