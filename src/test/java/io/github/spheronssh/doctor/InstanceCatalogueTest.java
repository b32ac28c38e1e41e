package io.github.spheronssh.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.doctor.Clinic.Line;
import io.github.spheronssh.doctor.Clinic.Report;
import io.github.spheronssh.key.SshKeyPair;
import io.github.spheronssh.testing.CommandRun.Result;
import io.github.spheronssh.testing.OddServer;
import io.github.spheronssh.testing.RealAgent;
import io.github.spheronssh.testing.RealSshd;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
  private Bed bed;

  /** What is done to a ward in which all is well. */
  interface Breaking {
    void in(Bed bed, Ward ward) throws Exception;
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
            (bed, ward) -> bed.jump(ward, bed.server(ward))),
        fail(
            "route",
            "the jump host jump: 127.0.0.1:",
            (bed, ward) -> {
              RealSshd jump = bed.sshd(ward);
              bed.jump(ward, jump);
              jump.close();
            }),
        fail(
            "route",
            "did not connect",
            (bed, ward) -> {
              OddServer odd = OddServer.saying("HTTP/1.1 403 Forbidden\r\n\r\n");
              bed.opens(odd);
              ward.command.with("SPHERON_SSH_PROXY", "http://127.0.0.1:" + odd.port());
            }),
        fail(
            "tcp",
            "the jump host jump: channel",
            (bed, ward) -> {
              bed.jump(ward, bed.sshd(ward));
              bed.full(ward).close();
            }),
        fail(
            "tcp",
            "refuses the connection: the machine is there, and nothing listens",
            (bed, ward) -> bed.full(ward).close()),
        fail("tcp", "does not answer; the machine is off", (bed, ward) -> bed.full(ward)),
        fail(
            "tcp",
            "of it does: a firewall drops what comes to the port of SSH; the service is reached",
            (bed, ward) -> Bed.ports(ward, ward.server.getPort(), bed.full(ward).getLocalPort())),
        fail(
            "tcp",
            "of it does: a firewall drops",
            (bed, ward) -> {
              ServerSocket refusing = bed.full(ward);
              refusing.close();
              Bed.ports(ward, refusing.getLocalPort(), bed.full(ward).getLocalPort());
            }),
        fail(
            "tcp",
            "it is off or still starting, or a firewall drops everything",
            (bed, ward) ->
                Bed.ports(ward, bed.full(ward).getLocalPort(), bed.full(ward).getLocalPort())),
        fail(
            "tcp",
            "there is no way from here to 255.255.255.255",
            (_, ward) -> ward.deployment.put("ipAddress", "255.255.255.255")),
        fail(
            "banner",
            "it said: ",
            (bed, ward) -> {
              OddServer odd = OddServer.saying("\u001b[31mwelcome to the router\r\n");
              bed.opens(odd);
              ward.deployment.put("sshPort", odd.port());
            }),
        fail(
            "key-exchange",
            "both sides have no",
            (bed, ward) -> bed.sshd(ward, "Ciphers aes128-cbc")),
        fail(
            "host-key",
            "was the address of another instance, old (d0)",
            (_, ward) -> Bed.inherited(ward)),
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
            (bed, ward) -> {
              RealAgent agent = RealAgent.start(bed.folder);
              bed.opens(agent);
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
              Bed.prove(ward, "d1", "box", Clinic.writeKey(ward.home.resolve("other")).publicKey());
            }),
        fail("instance-team", "in the team lab", (_, ward) -> Bed.moved(ward)),
        fail(
            "login-methods",
            "it offers password",
            (bed, ward) -> bed.sshd(ward, "PubkeyAuthentication no", "PasswordAuthentication yes")),
        fail(
            "login-tries",
            "hung up after 2 of 3 keys",
            (bed, ward) -> {
              Clinic.writeKey(ward.home.resolve(".ssh/id_ecdsa"));
              SshKeyPair last = Clinic.writeKey(ward.home.resolve(".ssh/id_rsa"));
              bed.server(ward, "MaxAuthTries 2").authorize(last.publicKey().toString());
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
            "shell", "the server gives no terminal", (bed, ward) -> bed.sshd(ward, "PermitTTY no")),
        fail(
            "shell",
            "the shell ended at once, with status 3: closed for today",
            (bed, ward) -> bed.profile(ward, "echo closed for today; exit 3")),
        warn("shell", "showed no prompt", (bed, ward) -> bed.profile(ward, "exec sleep 30")),
        fail(
            "home-writable",
            "there is no home folder",
            (bed, ward) -> bed.sshd(ward, "SetEnv HOME=" + bed.folder.resolve("none"))),
        fail(
            "disk",
            "the disk is full: /scratch",
            (bed, ward) -> bed.program(ward, "df", "echo /dev/sda1 9000 9000 0 100% /scratch")),
        warn(
            "disk",
            "nearly full: /scratch: 9 MB free",
            (bed, ward) ->
                bed.program(ward, "df", "echo /dev/sda1 99999999 99990000 9999 99% /scratch")),
        fail(
            "disk",
            "no more files can be made",
            (bed, ward) ->
                bed.program(
                    ward,
                    "df",
                    "[ $1 = -Pi ] && echo none 9 9 0 100% / || echo none 9000000 0 9000000 0% /")),
        warn(
            "authorized-keys-mode",
            "~/.ssh can be written to by others (rwxrwxr-x)",
            (bed, ward) -> {
              bed.sshd(ward);
              Path ssh = Files.createDirectory(bed.folder.resolve("login/.ssh"));
              Files.writeString(ssh.resolve("authorized_keys"), "");
              Clinic.mode(ssh, "rwxrwxr-x");
            }),
        fail(
            "gpu-driver",
            "there is no nvidia-smi",
            (bed, ward) -> {
              bed.program(ward, "true", "");
              ward.deployment.put("gpuCount", 1);
            }),
        fail(
            "gpu-driver",
            "nvidia-smi ended with 18: Failed to initialize NVML: Driver/library version mismatch",
            (bed, ward) -> {
              bed.program(
                  ward,
                  "nvidia-smi",
                  "echo Failed to initialize NVML: Driver/library version mismatch; exit 18");
              ward.deployment.put("gpuCount", 1);
            }),
        warn(
            "gpu-driver",
            "no answer",
            (bed, ward) -> {
              bed.program(ward, "nvidia-smi", "exec sleep 30");
              ward.deployment.put("gpuCount", 1);
            }),
        fail(
            "gpu-count",
            "nvidia-smi sees 7 of 8",
            (bed, ward) -> {
              bed.program(
                  ward,
                  "nvidia-smi",
                  "for i in 0 1 2 3 4 5 6; do echo \"GPU $i: NVIDIA H100 (UUID: GPU-$i)\"; done");
              ward.deployment.put("gpuCount", 8);
            }),
        warn(
            "throughput",
            "from there",
            (bed, ward) -> bed.line(ward, port -> BadLine.slow(port, 48 * 1024))),
        fail(
            "mtu",
            "large ones to the instance vanish",
            (bed, ward) -> bed.line(ward, port -> BadLine.narrow(port, true))),
        fail(
            "mtu",
            "large ones from the instance vanish",
            (bed, ward) -> bed.line(ward, port -> BadLine.narrow(port, false))),
        warn("round-trip", " ms", (bed, ward) -> bed.line(ward, BadLine::late)));
  }

  static Stream<String> ids() {
    return cases().map(Case::id);
  }

  @BeforeEach
  void open() throws Exception {
    ward = new Ward(home);
    bed = new Bed(folder);
  }

  @AfterEach
  void close() throws Exception {
    bed.close();
    ward.close();
  }

  @Test
  void onARealServerWhereAllIsWellNothingIsFound() throws Exception {
    bed.sshd(ward);
    Report report = ward.examine("box");
    assertEquals(List.of(), report.amiss(), report.toString());
  }

  @Test
  void aPortThatIsAsSilentAsTheServiceSpeaksForTheNetworkOfThisMachine() throws Exception {
    int port = bed.full(ward).getLocalPort();
    ward.command.with("SPHERON_API_BASE", "http://127.0.0.1:" + port);
    String evidence = ward.examine("127.0.0.1:" + port).line("tcp").evidence();
    assertTrue(evidence.contains("look at the network of this machine first"), evidence);
  }

  @Test
  void throughAJumpHostWhereAllIsWellNothingIsFoundAndNothingIsKept() throws Exception {
    bed.jump(ward, bed.sshd(ward));
    Report report = ward.examine("box");
    assertEquals(List.of(), report.amiss(), report.toString());
    assertEquals("through the jump host jump", report.line("route").evidence());
    assertEquals("connected by the jump host jump", report.line("tcp").evidence());
    assertFalse(Files.exists(home.resolve(".ssh/known_hosts")));
  }

  @Test
  void whatTheServerHasIsAllowedByTheRemedy() throws Exception {
    bed.sshd(ward, "KexAlgorithms diffie-hellman-group14-sha256");
    assertEquals(
        "spheron-ssh connect -o KexAlgorithms=+diffie-hellman-group14-sha256 box true",
        ward.examine("box").line("key-exchange").remedy());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatIsBrokenIsFoundAndNothingElse(Case broken) throws Exception {
    broken.breaking().in(bed, ward);
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

  private static Case fail(String id, String words, Breaking breaking) {
    return new Case("fail", id, words, breaking);
  }

  private static Case warn(String id, String words, Breaking breaking) {
    return new Case("warn", id, words, breaking);
  }
}
