package io.github.spheronssh.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.instance.Ledger;
import io.github.spheronssh.instance.Resolution.OfInstance;
import io.github.spheronssh.instance.TargetException;
import io.github.spheronssh.login.KeyLookup;
import io.github.spheronssh.login.LocalKeys;
import io.github.spheronssh.login.LoginWish;
import io.github.spheronssh.login.Logins;
import io.github.spheronssh.login.Opening;
import io.github.spheronssh.ssh.ConnectSettings;
import io.github.spheronssh.ssh.HostKeyException;
import io.github.spheronssh.ssh.HostTrust.Policy;
import io.github.spheronssh.ssh.LoginException;
import io.github.spheronssh.ssh.Questions;
import io.github.spheronssh.ssh.SshException;
import io.github.spheronssh.testing.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Coming back to a machine that let its user in, in a time that passes only where it is waited. */
final class ReturnTest {
  private static final Duration POLL = Duration.ofSeconds(15);
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir Path home;
  private final ScriptedService service = new ScriptedService();
  private ScriptedWatch watch = new ScriptedWatch();
  private Guest guest;
  private Readiness readiness;
  private Readiness.Search search;

  /** Logs in for the first time, which pins the host key. */
  @BeforeEach
  void start() throws Exception {
    new CommandRun(home).run("keygen", "--no-passphrase", "-q");
    guest = new Guest();
    service.port = guest.port();
    service.last = "running";
    var properties = new Properties();
    properties.put("os.name", System.getProperty("os.name"));
    var environment = Environment.of(Map.of("HOME", home.toString()), properties);
    var ledger = Ledger.of(environment, "http://127.0.0.1", _ -> {});
    var opening =
        new Opening(_ -> {}, ConnectSettings.defaults(), Questions.nobody(), ledger, _ -> {});
    readiness =
        new Readiness(
            service,
            new Logins(environment, LocalKeys.read(environment, _ -> {}), KeyLookup.none()),
            opening,
            Patience.withService(Duration.ofHours(1)).untilBack(),
            _ -> {},
            watch);
    var instance =
        new OfInstance("d1", "box", Optional.empty(), Optional.empty(), Optional.empty(), false);
    search = new Reached(instance, service, ledger);
    readiness.open(search, LoginWish.none(Policy.ACCEPT_NEW)).close();
  }

  @AfterEach
  void stop() throws Exception {
    guest.close();
  }

  @Test
  void whoComesBackTriesLessAndLessOften() throws Exception {
    guest.stop();
    watch.afterPause(7, () -> guest.listen());
    Return back = back(0, LONG);
    back.session().close();
    assertEquals(Stream.of(1, 2, 4, 8, 16, 30, 30).map(Duration::ofSeconds).toList(), watch.pauses);
    assertEquals(7, back.failures());
    assertTrue(back.refused());
  }

  @Test
  void pausesAreShortenedByChanceToTheirHalfAtMost() {
    Patience patience = Patience.withService(Duration.ofHours(1)).untilBack();
    assertEquals(Duration.ofSeconds(8), patience.pause(4, 0));
    assertEquals(Duration.ofSeconds(6), patience.pause(4, 0.5));
    assertEquals(Duration.ofSeconds(15), patience.pause(1000, 1));
  }

  @ParameterizedTest
  @CsvSource({
    "terminated-provider, taken back by the provider (spot)",
    "stopped, stopped",
    "terminated, terminated",
    "failed, failed to deploy",
    "'', is gone"
  })
  void whoComesBackGivesUpWhereTheInstanceHasEnded(String status, String words) {
    service.last = status;
    var e = assertThrows(TargetException.class, () -> back(0, LONG).session().close());
    assertTrue(e.getMessage().contains(words), e.getMessage());
    assertEquals(List.of(), watch.pauses);
  }

  @Test
  void anInstanceThatIsTakenBackMeanwhileIsNoticed() throws Exception {
    guest.stop();
    service.last = "running";
    service.willSay("running", "running", "terminated-provider");
    var e = assertThrows(TargetException.class, () -> back(0, LONG).session().close());
    assertTrue(e.getMessage().contains("taken back"), e.getMessage());
    Duration waited = watch.pauses.stream().reduce(Duration.ZERO, Duration::plus);
    assertTrue(waited.compareTo(POLL.multipliedBy(2)) >= 0, "asked too often: " + watch.pauses);
  }

  @Test
  void aSessionThatStoodForAMomentIsNotFollowedAtOnce() throws Exception {
    back(1, Duration.ofSeconds(3)).session().close();
    assertEquals(List.of(POLL.minusSeconds(3)), watch.pauses);
    watch.pauses.clear();
    back(6, Duration.ofSeconds(3)).session().close();
    assertEquals(List.of(Duration.ofSeconds(30)), watch.pauses);
  }

  @Test
  void whoComesBackAsksNothingOfAHostKeyThatIsNotKnown() throws Exception {
    Files.delete(home.resolve(".spheron/known_hosts"));
    assertThrows(HostKeyException.class, () -> back(0, LONG).session().close());
    assertEquals(List.of(), watch.pauses);
  }

  @Test
  void anInstanceThatMovedIsFoundWhereItIsNow() throws Exception {
    guest.close();
    guest = new Guest(guest);
    service.port = guest.port();
    Return back = back(0, LONG);
    assertEquals(guest.port(), back.session().target().port());
    back.session().close();
  }

  @Test
  void anotherHostKeyEndsIt() throws Exception {
    guest.close();
    guest = new Guest();
    service.port = guest.port();
    var e = assertThrows(HostKeyException.class, () -> back(0, LONG).session().close());
    assertEquals(HostKeyException.Reason.CHANGED, e.reason());
    assertEquals(List.of(), watch.pauses);
  }

  @Test
  void withoutTheServiceItIsLookedForWhereItWas() throws Exception {
    service.last = "unreachable";
    Return back = back(0, LONG);
    assertEquals(guest.port(), back.session().target().port());
    back.session().close();
    assertEquals(List.of(), watch.pauses);
  }

  @Test
  void aMachineThatJustStartedMayRefuseTheKeyForAWhile() throws Exception {
    guest.letsIn = false;
    watch.afterPause(3, () -> guest.letsIn = true);
    back(0, LONG).session().close();
    guest.letsIn = false;
    assertThrows(LoginException.class, () -> back(0, LONG).session().close());
  }

  @Test
  void itIsGivenUpWhenItsTimeIsOver() throws Exception {
    guest.stop();
    var e = assertThrows(SshException.class, () -> back(0, LONG).session().close());
    assertTrue(e.getMessage().startsWith("gave up after 3600 s: "), e.getMessage());
    assertTrue(e.hint().orElseThrow().startsWith("--reconnect="));
  }

  private Return back(int brief, Duration stood) throws Exception {
    return readiness.reopen(search, LoginWish.none(Policy.ACCEPT_NEW), brief, stood);
  }
}
