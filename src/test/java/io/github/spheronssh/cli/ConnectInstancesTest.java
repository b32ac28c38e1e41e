package io.github.spheronssh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.sandbox.Quirk;
import io.github.spheronssh.terminal.Tty;
import io.github.spheronssh.testing.CommandRun.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which instance a name means, and how each kind of instance is logged in to. */
final class ConnectInstancesTest {
  @TempDir Path home;
  private Rented rented;

  @BeforeEach
  void start() throws Exception {
    rented = Rented.in(home);
  }

  @AfterEach
  void stop() {
    rented.close();
  }

  @Test
  void theCloudImagesOwnUserIsRemembered() {
    Result first = connect("cloud-image", "echo $USER");
    assertEquals("ubuntu\n", first.out());
    assertTrue(first.err().contains("takes no login as root: logging in as ubuntu"), first.err());
    Result second = connect("cloud-image", "echo $USER");
    assertEquals("ubuntu\n", second.out());
    assertFalse(second.err().contains("root"), second.err());
  }

  @Test
  void theCommandIsRunOnceThoughTwoUsersLoggedIn() throws Exception {
    Path counter = home.resolve("counter");
    assertEquals(0, connect("cloud-image", "echo run >> " + counter).status());
    assertEquals(List.of("run"), Files.readAllLines(counter));
  }

  @Test
  void rootIsTriedAfterUbuntuAndRemembered() throws Exception {
    rented.close();
    rented = Rented.in(Files.createDirectory(home.resolve("other")), Quirk.NO_SSH_COMMAND);
    Path counter = home.resolve("counter");
    Result first = connect("-v", "forwarded", "echo $USER; echo run >> " + counter);
    assertEquals("root\n", first.out(), first.err());
    assertEquals(List.of("run"), Files.readAllLines(counter));
    assertTrue(first.err().contains("user: nobody says: the usual ones"), first.err());
    assertTrue(first.err().contains("debug1: logged in as root"), first.err());
    assertTrue(
        first.err().indexOf("would be taken") > first.err().indexOf("not taken"),
        "ubuntu was refused before: " + first.err());
    Result later = connect("-v", "forwarded", "echo $USER");
    assertEquals("root\n", later.out());
    assertTrue(later.err().contains("user: a login as this user succeeded"), later.err());
    assertFalse(later.err().contains("not taken"), later.err());
  }

  @Test
  void whereEachPartIsFromIsToldWithV() {
    Result first = connect("-v", "trainer", "true");
    assertTrue(
        first.err().contains("debug1: GET /api/deployments?status=active: 200"), first.err());
    assertTrue(first.err().contains("debug1: host: the service names it"), first.err());
    assertTrue(first.err().contains("debug1: user: the service names it"), first.err());
    assertTrue(first.err().contains("debug1: key ~/.ssh/id_ed25519: the instance was made"));
    Result later = connect("-v", "trainer", "true");
    assertTrue(later.err().contains("debug1: host: where it was reached last"), later.err());
    assertTrue(later.err().contains("debug1: user: a login as this user succeeded"), later.err());
    assertTrue(later.err().contains("id_ed25519: a login with it succeeded on 2"), later.err());
  }

  @Test
  void whoAsksForRootIsNotMadeSomebodyElse() {
    Result result = connect("root@cloud-image", "echo never");
    assertEquals(255, result.status());
    assertEquals("", result.out());
    assertTrue(result.err().contains("spheron-ssh connect ubuntu@cloud-image"), result.err());
  }

  @Test
  void theUsualUsersAreTriedWhereNobodySaysWhoLogsIn() {
    Result plan = rented.succeeding("connect", "--dry-run", "bare");
    assertTrue(plan.out().stripTrailing().endsWith(" ubuntu@127.0.0.1"), plan.out());
    assertTrue(plan.err().contains("user: nobody says: the usual ones"), plan.err());
    assertEquals("ubuntu\n", connect("bare", "echo $USER").out());
    Result later = rented.succeeding("connect", "--dry-run", "bare");
    assertTrue(later.err().contains("user: a login as this user succeeded"), later.err());
    assertTrue(later.err().contains("a login with it succeeded on 2"), later.err());
    assertTrue(later.err().contains("host key: pinned for this instance"), later.err());
  }

  @Test
  void noneOfTheUsualUsersIsLetInWithoutTheKey() throws Exception {
    rented.succeeding("keygen", "--no-passphrase", "-q", "-f", home.resolve("other").toString());
    Files.delete(home.resolve(".ssh/id_ed25519"));
    Result result = connect("-i", home.resolve("other").toString(), "bare", "true");
    assertEquals(255, result.status());
    assertTrue(result.err().contains("none of the users ubuntu, root"), result.err());
  }

  @Test
  void theDryRunNamesThePinAndTheKeyAndConnectsNowhere() throws Exception {
    Result result = rented.succeeding("connect", "--dry-run", "trainer", "echo", "$HOME");
    var trainer = rented.instance("trainer");
    assertEquals(
        "ssh -p %d -i %s -o HostKeyAlias=spheron-%s -o UserKnownHostsFile=%s -o UpdateHostKeys=yes -o StrictHostKeyChecking=ask ubuntu@127.0.0.1 'echo $HOME'%n"
            .formatted(
                trainer.port(),
                home.resolve(".ssh/id_ed25519"),
                trainer.id(),
                home.resolve(".spheron/known_hosts")),
        result.out());
    assertTrue(result.err().contains("the instance was made with it"), result.err());
    assertEquals(0, rented.pins("trainer").size());
  }

  @Test
  void whatDeploysIsWaitedForWhereThatIsAsked() {
    Result result = connect("--wait=60s", "booting", "echo up");
    assertEquals("up\n", result.out(), result.err());
    assertEquals(0, result.status());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          failed         | can't be logged in to: failed to deploy
          reclaimed      | can't be logged in to: taken back by the provider (spot)
          stopped        | can't be logged in to: stopped
          nobody.invalid | no instance has the id or name 'nobody.invalid', and no host either
          gpu-           | no instance has the id or name 'gpu-', and no host either; a name that starts so: gpu-1
          """)
  void whatCanNotBeLoggedInToSaysWhy(String target, String reason) {
    for (String wait : new String[] {"-n", "--wait"}) {
      Result result = connect(wait, target, "true");
      assertEquals(255, result.status());
      assertTrue(result.err().contains(reason), result.err());
    }
  }

  @Test
  void theStartOfANameWillDoWhereAPersonSeesWhichItIs() {
    var person = new Nobody();
    Result one = rented.commands().runAt(person, "connect", "--dry-run", "traine");
    assertEquals(0, one.status(), one.err());
    assertTrue(one.err().contains("'traine' is the start of trainer"), one.err());
    Result two = rented.commands().runAt(person, "connect", "--dry-run", "gpu-");
    assertEquals(255, two.status());
    assertTrue(two.err().contains("'gpu-' fits 2 instances: gpu-1 ("), two.err());
    assertTrue(two.err().contains("spheron-ssh connect " + rented.instance("gpu-1").id()));
  }

  @Test
  void anInstanceOfAnEarlierLoginIsReachedWithoutTheService() {
    assertEquals(0, connect("trainer", "true").status());
    Result again = connect("--no-api", "trainer", "echo back");
    assertEquals("back\n", again.out(), again.err());
    rented.commands().without("SPHERON_API_KEY");
    assertEquals("back\n", connect("trainer", "echo back").out());
    assertEquals(255, connect("bare", "true").status());
  }

  private Result connect(String... words) {
    String[] line = new String[words.length + 2];
    line[0] = "connect";
    line[1] = "--host-key=accept-new";
    System.arraycopy(words, 0, line, 2, words.length);
    return rented.run(line);
  }

  /** A person who is there, and is asked nothing. */
  private static final class Nobody implements Tty {
    @Override
    public String readLine(String question) {
      throw new AssertionError("nobody expected the question: " + question);
    }

    @Override
    public char[] readSecret(String question) {
      throw new AssertionError("nobody expected the question: " + question);
    }
  }
}
