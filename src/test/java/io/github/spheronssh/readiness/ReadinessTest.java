package io.github.spheronssh.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.api.ApiUnreachableException;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.instance.Instance;
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
import io.github.spheronssh.ssh.Layer;
import io.github.spheronssh.ssh.LoginException;
import io.github.spheronssh.ssh.Questions;
import io.github.spheronssh.ssh.SshException;
import io.github.spheronssh.ssh.SshSession;
import io.github.spheronssh.testing.CommandRun;
import io.github.spheronssh.testing.Line;
import io.github.spheronssh.testing.Line.Fault;
import io.github.spheronssh.testing.SilentServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting in a time that passes only where it is waited. */
final class ReadinessTest {
  private static final Duration POLL = Duration.ofSeconds(15);
  private static final Duration PROBE = Duration.ofSeconds(5);
  private static final Duration GRACE = Duration.ofSeconds(20);

  @TempDir Path home;
  private final ScriptedService service = new ScriptedService();
  private final ScriptedWatch watch = new ScriptedWatch();
  private final List<String> said = new ArrayList<>();
  private Guest guest;

  @BeforeEach
  void start() throws Exception {
    new CommandRun(home).run("keygen", "--no-passphrase", "-q");
    guest = new Guest();
  }

  @AfterEach
  void stop() throws Exception {
    guest.close();
  }

  @Test
  void theServiceIsAskedUntilTheInstanceRuns() throws Exception {
    service.willSay("deploying", "deploying", "running");
    open("deploying", Duration.ofMinutes(5)).close();
    assertEquals(List.of(POLL, POLL, POLL), watch.pauses);
    assertEquals("waiting for box (d1), which is still deploying", said.getFirst());
  }

  @Test
  void whatRunsIsNotWaitedFor() throws Exception {
    open("running", Duration.ofMinutes(5)).close();
    assertEquals(List.of(), watch.pauses);
    assertEquals(List.of(), said);
  }

  @Test
  void anInstanceThatCanNotComeUpEndsTheWaiting() {
    service.willSay("failed");
    var e = fails(TargetException.class, "deploying", Duration.ofMinutes(5));
    assertTrue(e.getMessage().contains("failed to deploy"), e.getMessage());
    assertEquals(List.of(POLL), watch.pauses);
  }

  @Test
  void anInstanceThatIsGoneEndsTheWaiting() {
    service.willSay("");
    var e = fails(TargetException.class, "deploying", Duration.ofMinutes(5));
    assertTrue(e.getMessage().contains("is gone"), e.getMessage());
  }

  @Test
  void aServiceThatCanNotBeReachedForAWhileIsWaitedForToo() throws Exception {
    service.willSay("unreachable", "running");
    open("deploying", Duration.ofMinutes(5)).close();
    assertEquals(List.of(POLL, POLL), watch.pauses);
    assertTrue(said.contains("waiting for Spheron: nobody answers"), said::toString);
  }

  @Test
  void aServiceThatCanNotBeReachedAtFirstIsWaitedFor() throws Exception {
    service.searches = 2;
    open("running", Duration.ofMinutes(5)).close();
    assertEquals(List.of(POLL, POLL), watch.pauses);
    service.searches = 100;
    var e = fails(ApiUnreachableException.class, "running", Duration.ofSeconds(20));
    assertEquals("gave up after 20 s: nobody answers", e.getMessage());
  }

  @Test
  void itIsGivenUpAtTheDeadlineAndNotLater() {
    var e = fails(TargetException.class, "deploying", Duration.ofSeconds(40));
    assertEquals(List.of(POLL, POLL, Duration.ofSeconds(10)), watch.pauses);
    assertEquals("gave up after 40 s: the instance box (d1) is still deploying", e.getMessage());
    assertTrue(e.hint().orElseThrow().startsWith("--wait="));
  }

  @Test
  void aPortThatNobodyListensAtIsTriedAgain() throws Exception {
    guest.stop();
    watch.afterPause(3, () -> guest.listen());
    open("running", Duration.ofMinutes(5)).close();
    assertEquals(List.of(PROBE, PROBE, PROBE), watch.pauses);
    assertTrue(said.getFirst().startsWith("waiting for box (d1): "), said::toString);
  }

  @Test
  void aPortThatStaysClosedIsWhatItWasGivenUpFor() throws Exception {
    guest.stop();
    var e = fails(SshException.class, "running", Duration.ofSeconds(12));
    assertEquals(Layer.TCP, e.layer());
    assertEquals(List.of(PROBE, PROBE, Duration.ofSeconds(2)), watch.pauses);
    assertTrue(e.getMessage().startsWith("gave up after 12 s: "), e.getMessage());
  }

  @Test
  void aServerThatSaysNothingYetIsTriedAgainAndTheServiceAskedMeanwhile() throws Exception {
    guest.stop();
    service.willSay("failed");
    try (var silent = new SilentServer(guest.port())) {
      // Each try may last as long as the pause between two questions, and no longer.
      var e =
          assertThrows(
              TargetException.class,
              () -> open("running", Duration.ofMinutes(5), Duration.ofMillis(200)).close());
      assertTrue(e.getMessage().contains("failed to deploy"), e.getMessage());
      assertTrue(said.getFirst().contains("said nothing"), said::toString);
      silent.awaitLeaver();
    }
  }

  @Test
  void theDeadlineHoldsForATryThatHangs() throws Exception {
    guest.stop();
    try (var silent = new SilentServer(guest.port())) {
      long start = System.nanoTime();
      var e = fails(SshException.class, "running", Duration.ofSeconds(6));
      assertEquals(Layer.BANNER, e.layer());
      assertTrue(e.getMessage().startsWith("gave up after "), e.getMessage());
      silent.awaitCaller();
      assertTrue(Duration.ofNanos(System.nanoTime() - start).toSeconds() < 20, "not 30 s a stage");
    }
  }

  @Test
  void aNewMachineMayRefuseTheKeyForAWhile() throws Exception {
    service.willSay("running");
    guest.letsIn = false;
    watch.afterPause(3, () -> guest.letsIn = true);
    open("deploying", Duration.ofMinutes(5)).close();
    assertEquals(List.of(POLL, PROBE, PROBE), watch.pauses);
  }

  @Test
  void aNewMachineThatKeepsRefusingTheKeyEndsTheWaiting() {
    service.willSay("running");
    guest.letsIn = false;
    fails(LoginException.class, "deploying", Duration.ofMinutes(5));
    assertEquals(List.of(POLL, PROBE, PROBE, PROBE, PROBE), watch.pauses);
  }

  @Test
  void aMachineThatRanBeforeAndRefusesTheKeyIsNotWaitedFor() {
    guest.letsIn = false;
    fails(LoginException.class, "running", Duration.ofMinutes(5));
    assertEquals(List.of(), watch.pauses);
  }

  @Test
  void aHostKeyThatChangedIsNotWaitedFor() throws Exception {
    Path pins = Files.createDirectories(home.resolve(".spheron")).resolve("known_hosts");
    Files.writeString(
        pins,
        "spheron-d1 " + Files.readString(home.resolve(".ssh/id_ed25519.pub"))); // not the host's
    fails(HostKeyException.class, "running", Duration.ofMinutes(5));
    assertEquals(List.of(), watch.pauses);
  }

  /** Cut after each of the server's first bytes, version and key exchange and all. */
  @ParameterizedTest
  @ValueSource(longs = {0, 10, 60, 500, 1200, 1500})
  void aLineThatIsLostBeforeTheLoginIsTriedAgain(long at) throws Exception {
    try (Line line = new Line(guest.port())) {
      line.fail(Fault.CUT, at);
      watch.afterPause(2, () -> line.fail(Fault.NONE, 0));
      open("running", Duration.ofMinutes(5), Duration.ofSeconds(30), line.port()).close();
    }
    assertEquals(List.of(PROBE, PROBE), watch.pauses);
  }

  @Test
  void aLineThatIsFrozenInTheKeyExchangeIsTriedAgain() throws Exception {
    try (Line line = new Line(guest.port())) {
      line.fail(Fault.FREEZE, 500);
      watch.afterPause(1, () -> line.fail(Fault.NONE, 0));
      open("running", Duration.ofMinutes(5), Duration.ofSeconds(5), line.port()).close();
    }
    assertEquals(List.of(PROBE), watch.pauses);
    assertTrue(said.getFirst().contains("did not answer within 5 s"), said::toString);
  }

  @Test
  void aServerThatIsAtFaultInTheKeyExchangeIsNotWaitedFor() throws Exception {
    try (Line line = new Line(guest.port())) {
      line.fail(Fault.GARBLE, 10); // of the version, which the host signs
      var e =
          assertThrows(
              SshException.class,
              () ->
                  open("running", Duration.ofMinutes(5), Duration.ofSeconds(30), line.port())
                      .close());
      assertEquals(Layer.ALGORITHMS, e.layer());
    }
    assertEquals(List.of(), watch.pauses);
  }

  private <E extends SpheronSshException> E fails(Class<E> kind, String status, Duration limit) {
    return assertThrows(kind, () -> open(status, limit).close());
  }

  private SshSession open(String status, Duration limit) throws Exception {
    return open(status, limit, Duration.ofSeconds(30));
  }

  private SshSession open(String status, Duration limit, Duration stage) throws Exception {
    return open(status, limit, stage, guest.port());
  }

  private SshSession open(String status, Duration limit, Duration stage, int port)
      throws Exception {
    var properties = new Properties();
    properties.put("os.name", System.getProperty("os.name"));
    var environment = Environment.of(Map.of("HOME", home.toString()), properties);
    service.port = port;
    service.last = status;
    Instance now = service.instance(status);
    var opening =
        new Opening(
            _ -> {},
            ConnectSettings.defaults().withStageLimit(stage),
            Questions.nobody(),
            Ledger.of(environment, "http://127.0.0.1", _ -> {}),
            _ -> {});
    var readiness =
        new Readiness(
            service,
            new Logins(environment, LocalKeys.read(environment, _ -> {}), KeyLookup.none()),
            opening,
            new Patience(limit, POLL, PROBE, GRACE),
            said::add,
            watch);
    var target =
        new OfInstance("d1", "box", Optional.of(now), Optional.empty(), Optional.empty(), false);
    return readiness.open(
        () -> {
          if (service.searches-- > 0) {
            throw new ApiUnreachableException("nobody answers", null, null, false);
          }
          return target;
        },
        LoginWish.none(Policy.ACCEPT_NEW));
  }
}
