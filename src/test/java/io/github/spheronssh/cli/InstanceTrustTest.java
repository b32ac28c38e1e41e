package io.github.spheronssh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.testing.CommandRun;
import io.github.spheronssh.testing.CommandRun.Result;
import io.github.spheronssh.testing.InstanceService;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import io.github.spheronssh.testing.RealSshd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Trust in an instance, which is known by its id wherever it is. */
@Timeout(120)
final class InstanceTrustTest {
  @TempDir Path home;
  private InstanceService service;
  private CommandRun commands;
  private RealSshd sshd;
  private Path id;
  private Path pins;

  @BeforeEach
  void start() throws Exception {
    id = key(Files.createDirectories(home.resolve(".ssh")).resolve("id_ed25519"));
    pins = home.resolve(".spheron/known_hosts");
    sshd = server("first");
    service = new InstanceService();
    service.says("dep-1", "box", "running", sshd.port());
    commands =
        new CommandRun(home)
            .with("SPHERON_API_BASE", service.url())
            .with("SPHERON_API_KEY", "sai_0123456789abcdef0123456789abcdef");
  }

  @AfterEach
  void stop() {
    service.close();
    sshd.close();
  }

  @Test
  void aRotationThatTheServerAnnouncesGoesUnnoticed() throws Exception {
    Path old = key(home.resolve("old"));
    sshd.close();
    sshd = server("both", "HostKey " + old);
    service.says("dep-1", "box", "running", sshd.port());
    assertEquals(0, connect("--host-key=accept-new").status());
    assertEquals(1, Files.readAllLines(pins).size());
    assertEquals(0, connect("-oUserKnownHostsFile=/dev/null").status());
    assertEquals(3, Files.readAllLines(pins).size(), Files.readString(pins));
    sshd.close();
    Path rotated = Files.createDirectory(home.resolve("rotated"));
    for (String file : List.of("host_ed25519", "host_ed25519.pub")) {
      Files.copy(
          home.resolve("both/" + file), rotated.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
    }
    sshd = RealSshd.start(rotated);
    sshd.authorize(line(id));
    service.says("dep-1", "box", "running", sshd.port());
    Result unnoticed = connect("--host-key=strict");
    assertEquals(0, unnoticed.status(), unnoticed.err());
    assertFalse(Files.readString(pins).contains(line(old)), Files.readString(pins));
    assertTrue(Files.readAllLines(pins).stream().allMatch(pin -> pin.startsWith("spheron-dep-1 ")));
  }

  @Test
  void thePinsCountWhateverElseIsSaidOfKnownHosts() throws Exception {
    assertEquals(0, connect("--host-key=accept-new").status());
    Path other = Files.writeString(home.resolve("other"), "alias " + line(id) + "\n");
    String[] options = {"-oUserKnownHostsFile=" + other, "-oHostKeyAlias=alias"};
    assertEquals(0, connect(options).status());
    Files.writeString(pins, "spheron-dep-1 " + line(id) + "\n");
    Files.writeString(other, "alias " + sshd.hostKey("ed25519") + "\n");
    Result changed = connect(options);
    assertEquals(255, changed.status());
    assertTrue(changed.err().contains("has changed"), changed.err());
  }

  @Test
  void aPinIsFoundByItsNameThoughOtherNamesAreHashed() throws Exception {
    assertEquals(0, connect("--host-key=accept-new", "-oHashKnownHosts=yes").status());
    assertTrue(Files.readString(pins).startsWith("spheron-dep-1 "), Files.readString(pins));
  }

  @Test
  void aKeyThatSshsOwnFilesRevokeIsRevokedForInstancesToo() throws Exception {
    assertEquals(0, connect("--host-key=accept-new").status());
    Path known = home.resolve(".ssh/known_hosts");
    Files.writeString(known, "* " + line(id) + "\n");
    assertEquals(0, connect("--host-key=strict").status());
    Files.writeString(known, "@revoked * " + sshd.hostKey("ed25519") + "\n");
    Result revoked = connect();
    assertEquals(255, revoked.status());
    assertTrue(revoked.err().contains("is revoked"), revoked.err());
  }

  @Test
  void aChangeTellsWhatWasPinnedWhoseTheAddressWasAndWhatToDo() throws Exception {
    service.says("dep-0", "earlier", "running", sshd.port());
    assertEquals(
        0,
        commands.run("connect", "--host-key=accept-new", "-l" + me(), "earlier", "true").status());
    service.says("dep-0", "earlier", "terminated", sshd.port());
    Files.writeString(pins, "spheron-dep-1 " + line(id) + " added 2026-01-02\n");
    Result changed = connect();
    assertEquals(255, changed.status());
    String print = PublicKeyLine.parse(sshd.hostKey("ed25519")).fingerprint().toString();
    String place = "127.0.0.1:" + sshd.port();
    for (String part :
        List.of(
            "error: host key: box (dep-1): the host key of 127.0.0.1 has changed",
            "pinned is ssh-ed25519 " + PublicKeyLine.parse(line(id)).fingerprint(),
            "added 2026-01-02), met ssh-ed25519 " + print,
            "hint: " + place + " was the address of another instance, earlier (dep-0), last on 2",
            "hint: Spheron has " + place + " for the address of another instance, earlier (dep-0)",
            "then: spheron-ssh trust box --fingerprint " + print)) {
      assertTrue(changed.err().contains(part), part + " in " + changed.err());
    }
    assertEquals(0, commands.run("trust", "box", "--fingerprint", print).status());
    assertEquals(0, connect("--host-key=strict").status());
  }

  @Test
  void aChangeAtAnAddressThatNobodyElseHadSaysSo() throws Exception {
    Files.createDirectories(pins.getParent());
    Files.writeString(pins, "spheron-dep-1 " + line(id) + "\n");
    assertTrue(connect().err().contains("no other instance is known to have had the address"));
    Files.createDirectories(home.resolve(".ssh"));
    Files.writeString(
        home.resolve(".ssh/known_hosts"), "[127.0.0.1]:" + sshd.port() + " " + line(id) + "\n");
    Result plain =
        commands.run("connect", "--no-api", "-l" + me(), "-p" + sshd.port(), "127.0.0.1", "true");
    assertEquals(255, plain.status());
    assertTrue(plain.err().contains("could not be asked"), plain.err());
  }

  private Result connect(String... options) {
    var words = new ArrayList<>(List.of("connect", "-l" + me()));
    words.addAll(List.of(options));
    words.addAll(List.of("box", "true"));
    return commands.run(words.toArray(String[]::new));
  }

  private String me() {
    return sshd.userName();
  }

  private RealSshd server(String name, String... configuration) throws Exception {
    RealSshd server = RealSshd.start(Files.createDirectory(home.resolve(name)), configuration);
    server.authorize(line(id));
    return server;
  }

  private static String line(Path key) throws Exception {
    return Files.readString(Path.of(key + ".pub")).strip();
  }

  private static Path key(Path file) throws Exception {
    Path keygen = RealPrograms.require("ssh-keygen");
    ProgramRun.of(keygen, "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", file).succeeded();
    return file;
  }
}
