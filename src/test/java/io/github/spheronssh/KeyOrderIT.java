package io.github.spheronssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.api.AccountKey;
import io.github.spheronssh.testing.AccountService;
import io.github.spheronssh.testing.PackageUser;
import io.github.spheronssh.testing.PackagedProgram.Result;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealAgent;
import io.github.spheronssh.testing.RealPrograms;
import io.github.spheronssh.testing.RealSshd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which key comes first, on a server that hangs up after the first that it doesn't take, for
 * somebody whose agent has ten that it doesn't.
 */
@DisabledOnOs(OS.WINDOWS)
final class KeyOrderIT {
  private static final String CONNECT =
      "spheron-ssh connect -v --host-key=accept-new -l '%s' "
          .formatted(System.getProperty("user.name"));
  private static final String HOST = "-p $PORT 127.0.0.1 'echo in'";

  @TempDir static Path shared;
  private static RealSshd server;
  private static RealAgent full;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    server = RealSshd.start(Files.createDirectory(shared.resolve("server")), "MaxAuthTries 1");
    full = RealAgent.start(Files.createDirectory(shared.resolve("agent")));
    for (int i = 0; i < 10; i++) {
      full.sshAdd("-q", key(shared.resolve("wrong" + i))).succeeded();
    }
  }

  @AfterAll
  static void stop() {
    full.close();
    server.close();
  }

  @Test
  void withNothingToGoByTheAgentsKeysComeFirst() throws Exception {
    PackageUser user = user(full);
    server.authorize(line(user.key()));

    Result refused = user.types(CONNECT + HOST);
    assertEquals(255, refused.status(), refused.err());
    assertTrue(refused.err().contains("Too many authentication failures"), refused.err());

    Result only = user.types(CONNECT + "-o IdentitiesOnly=yes " + HOST);
    assertEquals("in\n", only.out(), only.err());
    assertFalse(only.err().contains("wrong"), only.err());

    try (RealAgent right = RealAgent.start(folder)) {
      Path key = key(folder.resolve("right"));
      server.authorize(line(key));
      right.sshAdd("-q", key).succeeded();
      Result agent = user(right).types(CONNECT + HOST);
      assertEquals("in\n", agent.out(), agent.err());
      assertTrue(wasAskedFor(key), "a key of the agent, which may want a touch, is asked for");
    }
  }

  @Test
  void aGivenKeyComesBeforeTheAgents() throws Exception {
    PackageUser user = user(full);
    Path given = key(folder.resolve("given"));
    server.authorize(line(given));

    Result in = user.types(CONNECT + "-i '" + given + "' " + HOST);

    assertEquals("in\n", in.out(), in.err());
  }

  @Test
  void aFileThatOpenedAHostSignsAtOnceThereAndNowhereElse() throws Exception {
    PackageUser user = user(full);
    Path given = key(folder.resolve("given"));
    server.authorize(line(given));
    String connect = CONNECT.replace(" -v ", " -vvv ") + "-i '" + given + "' ";

    Result first = user.types(connect + HOST);
    assertEquals("in\n", first.out(), first.err());
    assertEquals(3, loginRequests(first), "the methods, the key, its signature");

    Result again = user.types(connect + HOST);
    assertEquals("in\n", again.out(), again.err());
    assertEquals(1, loginRequests(again), again.err());

    Result elsewhere = user.types(connect + HOST.replace("127.0.0.1", "localhost"));
    assertEquals("in\n", elsewhere.out(), elsewhere.err());
    assertEquals(3, loginRequests(elsewhere), elsewhere.err());
  }

  private static long loginRequests(Result result) {
    return result.err().lines().filter(line -> line.contains("sent USERAUTH_REQUEST")).count();
  }

  @Test
  void theKeyThatTheInstanceWasMadeWithComesFirstAndOnceProvedIsNotAskedFor() throws Exception {
    PackageUser user = user(full);
    Path made = key(user.home().resolve(".ssh/made"));
    Path given = key(folder.resolve("given"));
    server.authorize(line(made));
    server.authorize(line(given));
    try (AccountService service = service(made)) {
      user.knows(service);

      Result first = user.types(CONNECT + "trainer 'echo in'");
      assertEquals("in\n", first.out(), first.err());
      assertTrue(first.err().contains("the instance was made with it"), first.err());
      assertTrue(wasAskedFor(made), first.err());

      Path ledger = user.home().resolve(".spheron/ledger.json");
      Files.move(user.home().resolve(".ssh/made"), user.home().resolve(".ssh/proved"));
      Files.move(user.home().resolve(".ssh/made.pub"), user.home().resolve(".ssh/proved.pub"));
      service.keys().clear();
      assertTrue(Files.readString(ledger).contains(line(made(user)).split(" ", 3)[1]));
      int before = server.log().size();
      Result again = user.types(CONNECT + "trainer 'echo in'");
      assertEquals("in\n", again.out(), again.err());
      assertTrue(again.err().contains("a login with it succeeded on"), again.err());
      assertFalse(
          server.log().stream().skip(before).anyMatch(line -> line.contains("Postponed")),
          "a key that was proved, and is open, signs at once");

      Result other = user.types(CONNECT + "-i '" + given + "' trainer 'echo in'");
      assertEquals("in\n", other.out(), other.err());
      server.awaitLog("Accepted publickey .*" + Pattern.quote(fingerprint(given)));
    }
  }

  @Test
  void theAgentsKeyThatTheInstanceWasMadeWithComesFirstAndIsAskedFor() throws Exception {
    Path made = key(folder.resolve("made"));
    server.authorize(line(made));
    full.sshAdd("-q", made).succeeded();
    try (AccountService service = service(made)) {
      PackageUser user = user(full).knows(service);
      Files.delete(made);
      for (int login = 0; login < 2; login++) {
        Result in = user.types(CONNECT + "trainer 'echo in'");
        assertEquals("in\n", in.out(), in.err());
        assertEquals(login + 1, timesAskedFor(made), in.err());
      }
    }
  }

  private static Path made(PackageUser user) {
    return user.home().resolve(".ssh/proved");
  }

  private static AccountService service(Path madeWith) throws Exception {
    var service = new AccountService();
    service.keys().add(new AccountKey("k1", "laptop", line(madeWith), "0", "2026-11-23T12:00:00Z"));
    return service.deployments(
        """
        [{"id":"d1","name":"trainer","status":"running","ipAddress":"127.0.0.1","sshPort":%d,
          "sshKeyId":"k1"}]
        """
            .formatted(server.port()));
  }

  private PackageUser user(RealAgent agent) throws Exception {
    Path home = folder.resolve(agent == full ? "home" : "home of another");
    return new PackageUser(home).with("PORT", server.port()).with("SSH_AUTH_SOCK", agent.socket());
  }

  /** Whether the server was asked about the key before the login with it. */
  private static boolean wasAskedFor(Path key) throws Exception {
    return timesAskedFor(key) > 0;
  }

  private static long timesAskedFor(Path key) throws Exception {
    String accepted = "Accepted publickey .* port (\\d+) .*" + Pattern.quote(fingerprint(key));
    server.awaitLog(accepted);
    long times = 0;
    for (String line : server.log()) {
      Matcher login = Pattern.compile(accepted).matcher(line);
      if (login.find()) {
        String asked = "Postponed publickey .* port " + login.group(1) + " .*";
        times += server.log().stream().filter(each -> each.matches(asked)).count();
      }
    }
    return times;
  }

  private static Path key(Path file) throws Exception {
    Path keygen = RealPrograms.require("ssh-keygen");
    ProgramRun.of(keygen, "-q", "-t", "ed25519", "-N", "", "-C", file.getFileName(), "-f", file)
        .succeeded();
    return file;
  }

  private static String line(Path key) throws Exception {
    return Files.readString(Path.of(key + ".pub")).strip();
  }

  private static String fingerprint(Path key) throws Exception {
    Path keygen = RealPrograms.require("ssh-keygen");
    return ProgramRun.of(keygen, "-lf", key + ".pub").succeeded().split(" ", 3)[1];
  }
}
