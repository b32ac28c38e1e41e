package io.github.spheronssh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.CommandRun;
import io.github.spheronssh.testing.CommandRun.Result;
import io.github.spheronssh.testing.InstanceService;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import io.github.spheronssh.testing.RealSshd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code -J}, {@code ProxyJump} and {@code ProxyCommand} against OpenSSH's servers. */
@Timeout(180)
final class ConnectJumpTest {
  @TempDir Path home;
  private final List<RealSshd> servers = new ArrayList<>();
  private CommandRun commands;
  private RealSshd target;
  private RealSshd jump;

  @BeforeEach
  void start() throws Exception {
    key("id_ed25519");
    target = server("target");
    jump = server("jump");
    commands = new CommandRun(home);
  }

  @AfterEach
  void stop() {
    servers.forEach(RealSshd::close);
  }

  @Test
  void theTargetIsReachedThroughAHostThatIsLoggedInTo() throws Exception {
    Result result = connect("-v", "-J", at(jump), at(target), "cat >&2; echo out; exit 7");
    assertEquals("out\n", result.out(), result.err());
    assertEquals(7, result.status());
    assertTrue(result.err().contains("connecting through the jump host " + at(jump)), result.err());
    jump.awaitLog("Accepted publickey");
    target.awaitLog("Accepted publickey");
  }

  @Test
  void severalHostsAreGoneThroughInTheirOrder() throws Exception {
    RealSshd second = server("second");
    Result result = connect("-v", "-J", at(jump) + "," + at(second), at(target), "echo there");
    assertEquals("there\n", result.out(), result.err());
    int first = result.err().indexOf("connecting through the jump host " + at(second));
    int later = result.err().indexOf("connecting through the jump host " + at(jump));
    assertTrue(first >= 0 && later > first, result.err());
    second.awaitLog("Accepted publickey");
  }

  @Test
  void aHostOnTheWayGoesByTheConfigurationAndNotByTheCommandLine() throws Exception {
    Path own = key("jump_key");
    RealSshd picky = RealSshd.start(Files.createDirectory(home.resolve("picky")));
    servers.add(picky);
    picky.authorize(Files.readString(Path.of(own + ".pub")).strip());
    know(picky);
    configure(
        """
        Host way
          Hostname 127.0.0.1
          Port %d
          IdentityFile %s
          IdentitiesOnly yes
        Host end
          Hostname 127.0.0.1
          Port %d
          ProxyJump %s@way
        """
            .formatted(picky.port(), own, target.port(), picky.userName()));
    Result result =
        connect("-l", target.userName(), "-oNumberOfPasswordPrompts=0", "end", "echo there");
    assertEquals("there\n", result.out(), result.err());
    picky.awaitLog("Accepted publickey");
    Result direct = connect("-l", target.userName(), "-J", "none", "-v", "end", "echo there");
    assertEquals("there\n", direct.out(), direct.err());
    assertFalse(direct.err().contains("jump host"), direct.err());
  }

  @Test
  void whatFailsOnTheWayIsNamed() throws Exception {
    Files.delete(home.resolve(".ssh/known_hosts"));
    know(target);
    Result unknown = connect("-J", at(jump), at(target), "true");
    assertEquals(255, unknown.status());
    assertTrue(unknown.err().contains("error: host key: "), unknown.err());
    assertTrue(unknown.err().contains("the jump host " + at(jump)), unknown.err());
    know(jump);
    String stranger = "nobody-of-that-name@127.0.0.1:" + jump.port();
    Result refused = connect("-J", stranger, at(target), "true");
    assertTrue(refused.err().contains("error: login: "), refused.err());
    assertTrue(refused.err().contains("the jump host " + stranger), refused.err());
    RealSshd closed = server("closed", "AllowTcpForwarding no");
    Result forbidden = connect("-J", at(closed), at(target), "true");
    assertTrue(forbidden.err().contains("error: TCP: "), forbidden.err());
    assertTrue(forbidden.err().contains("the jump host " + at(closed)), forbidden.err());
    target.close();
    Result nobody = connect("-J", at(jump), at(target), "true");
    assertTrue(nobody.err().contains("error: TCP: "), nobody.err());
    assertTrue(nobody.err().contains("refused"), nobody.err());
    for (Result each : List.of(unknown, refused, forbidden, nobody)) {
      assertEquals(255, each.status(), each.err());
      assertEquals("", each.out());
    }
  }

  @Test
  void aCircleEnds() throws Exception {
    configure("Host a\n  ProxyJump b\nHost b\n  ProxyJump a\n");
    Result result = connect("a", "true");
    assertEquals(255, result.status());
    assertTrue(result.err().contains("look for a circle"), result.err());
  }

  @Test
  void anInstanceIsReachedThroughAHostToo() throws Exception {
    try (InstanceService service = new InstanceService()) {
      service.says("dep-1", "box", "running", target.port());
      commands
          .with("SPHERON_API_BASE", service.url())
          .with("SPHERON_API_KEY", "sai_0123456789abcdefghijXY12");
      Result result =
          commands.run(
              "connect",
              "--host-key=accept-new",
              "-J",
              at(jump),
              "-l",
              target.userName(),
              "box",
              "echo there");
      assertEquals("there\n", result.out(), result.err());
      assertTrue(
          Files.readString(home.resolve(".spheron/known_hosts")).startsWith("spheron-dep-1 "));
      jump.awaitLog("Accepted publickey");
    }
  }

  @Test
  void theRealSshLeadsThereAsAProxyCommand() throws Exception {
    String ssh =
        "%s -F none -o UserKnownHostsFile=%s -i %s -p %d -W %%h:%%p %s@127.0.0.1"
            .formatted(
                RealPrograms.require("ssh"),
                home.resolve(".ssh/known_hosts"),
                home.resolve(".ssh/id_ed25519"),
                jump.port(),
                jump.userName());
    Result result = connect("-oProxyCommand=" + ssh, at(target), "head -c 20000000 /dev/zero");
    assertEquals(20_000_000, result.out().length(), result.err());
    assertEquals(0, result.status());
    jump.awaitLog("Accepted publickey");
  }

  @Test
  void aProxyCommandThatEndsIsSaidTo() {
    Result result = connect("-oProxyCommand=sh -c 'exit 3'", at(target), "true");
    assertEquals(255, result.status());
    assertTrue(result.err().contains("the ProxyCommand ended with status 3"), result.err());
  }

  @Test
  void noShellIsGivenANameThatItMightObey() {
    Path proof = home.resolve("proof");
    Result result = connect("-oProxyCommand=echo %h", "$(touch${IFS}" + proof + ")", "true");
    assertEquals(255, result.status());
    assertFalse(Files.exists(proof), result.err());
    Result user = connect("-oProxyCommand=echo %r", "-l", "a;touch " + proof, "host", "true");
    assertEquals(255, user.status());
    assertFalse(Files.exists(proof), user.err());
  }

  @Test
  void twoWaysAreOneTooMany() {
    Result result = connect("-J", "a", "-oProxyCommand=b", at(target), "true");
    assertTrue(result.err().contains("the jump host a"), "the first counts: " + result.err());
    Result other = connect("-oProxyCommand=exit 3", "-J", "a", at(target), "true");
    assertEquals(255, other.status());
    assertTrue(other.err().contains("both say how to get there"), other.err());
  }

  @Test
  void theDryRunSaysTheSameToSsh() throws Exception {
    Result result = commands.run("connect", "--no-api", "--dry-run", "-J", "a,b:7", at(target));
    assertTrue(result.out().contains("ProxyJump=a,b:7"), result.out());
    Result command =
        commands.run(
            "connect", "--no-api", "--dry-run", "-oProxyCommand=nc %h %p", at(target), "true");
    assertTrue(command.out().contains("'ProxyCommand=nc %h %p'"), command.out());
  }

  private Result connect(String... words) {
    var line = new ArrayList<>(List.of("connect", "--no-api"));
    line.addAll(List.of(words));
    return commands.run(line.toArray(String[]::new));
  }

  private static String at(RealSshd server) {
    return server.userName() + "@127.0.0.1:" + server.port();
  }

  private RealSshd server(String name, String... configuration) throws Exception {
    RealSshd started = RealSshd.start(Files.createDirectory(home.resolve(name)), configuration);
    servers.add(started);
    started.authorize(Files.readString(home.resolve(".ssh/id_ed25519.pub")).strip());
    know(started);
    return started;
  }

  private void know(RealSshd server) throws Exception {
    Files.writeString(
        home.resolve(".ssh/known_hosts"),
        "[127.0.0.1]:%d %s%n".formatted(server.port(), server.hostKey("ed25519")),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private void configure(String text) throws Exception {
    Files.writeString(home.resolve(".ssh/config"), text);
  }

  private Path key(String name) throws Exception {
    Path file = Files.createDirectories(home.resolve(".ssh")).resolve(name);
    ProgramRun.of(RealPrograms.require("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", file)
        .succeeded();
    return file;
  }
}
