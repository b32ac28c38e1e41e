package io.github.spheronssh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.CommandRun;
import io.github.spheronssh.testing.CommandRun.Result;
import io.github.spheronssh.testing.InstanceService;
import io.github.spheronssh.testing.SilentServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An instance that is known is dialled at once; what the service says meanwhile counts or not. */
@Timeout(120)
final class ConnectAtOnceTest {
  @TempDir Path home;
  private Rented rented;
  private InstanceService service;
  private CommandRun commands;

  @BeforeEach
  void start() throws Exception {
    rented = Rented.in(home);
    service = new InstanceService();
    service.says("dep-1", "box", "running", rented.instance("trainer").port());
    commands = rented.commands().with("SPHERON_API_BASE", service.url());
  }

  @AfterEach
  void stop() {
    service.close();
    rented.close();
  }

  @Test
  void aPinnedInstancesCommandIsDoneBeforeTheServiceAnswers() {
    pin();
    service.hold();
    Result result = connect("-v", "box", "echo done");
    assertEquals("done\n", result.out(), result.err());
    assertTrue(service.requests().contains("/api/deployments/dep-1"), "it was asked beside");
    assertFalse(result.err().contains("GET "), "and its answer not waited for");
    assertTrue(result.err().contains("host: where it was reached last"), result.err());
  }

  @Test
  void oneThatIsNotPinnedWaitsForTheServiceBeforeItIsDialled() throws Exception {
    pin();
    Files.delete(home.resolve(".spheron/known_hosts"));
    try (var stranger = new SilentServer(0)) {
      lastSeenAt(stranger.port());
      service.hold();
      var result = CompletableFuture.supplyAsync(() -> connect("box", "echo done"));
      service.awaitCall();
      assertFalse(result.isDone());
      service.release();
      assertEquals("done\n", result.get().out(), result.get().err());
      assertEquals(0, stranger.calls(), "whoever has its address now was not dialled");
    }
  }

  @Test
  void anInstanceThatMovedIsDialledAtItsNewAddress() throws Exception {
    pin();
    try (var old = new SilentServer(0)) {
      lastSeenAt(old.port());
      Result result = connect("box", "echo there");
      assertEquals("there\n", result.out(), result.err());
      assertTrue(
          result.err().contains("box (dep-1) is no longer at 127.0.0.1:" + old.port()),
          result.err());
      old.awaitLeaver();
      service.hold();
      assertEquals("there\n", connect("box", "echo there").out(), "the new address is remembered");
    }
  }

  @Test
  void aRefusedAddressGivesWayToTheOneThatTheServiceNames() throws Exception {
    pin();
    var closed = new SilentServer(0);
    closed.close();
    lastSeenAt(closed.port());
    assertEquals("there\n", connect("box", "echo there").out());
  }

  @Test
  void aStrangerOnItsOldAddressIsNeitherPinnedNorAnAlarmWhereTheServiceKnowsBetter()
      throws Exception {
    pin();
    lastSeenAt(rented.instance("forwarded").port());
    var pins = Files.readAllLines(home.resolve(".spheron/known_hosts"));
    Result result = connect("box", "echo there");
    assertEquals("there\n", result.out(), result.err());
    assertEquals(pins, Files.readAllLines(home.resolve(".spheron/known_hosts")));
    service.says("dep-1", "box", "running", rented.instance("forwarded").port());
    lastSeenAt(rented.instance("forwarded").port());
    Result changed = connect("box", "echo never");
    assertEquals(255, changed.status());
    assertTrue(changed.err().contains("has changed"), changed.err());
  }

  @Test
  void anInstanceThatEndedIsAnErrorThoughItsAddressTakesCalls() throws Exception {
    pin();
    service.says("dep-1", "box", "terminated-provider", 22);
    try (var old = new SilentServer(0)) {
      lastSeenAt(old.port());
      Result result = connect("box", "echo never");
      assertEquals(255, result.status());
      assertTrue(result.err().contains("taken back by the provider (spot)"), result.err());
      old.awaitLeaver();
    }
  }

  @Test
  void oneThatTheServiceForgotIsGone() throws Exception {
    pin();
    service.forgets("dep-1");
    try (var old = new SilentServer(0)) {
      lastSeenAt(old.port());
      Result result = connect("box", "echo never");
      assertEquals(255, result.status());
      assertTrue(result.err().contains("box (dep-1) is gone"), result.err());
    }
  }

  @Test
  void aNameThatIsAnotherInstancesNowLeadsThere() throws Exception {
    pin();
    service.says("dep-1", "box", "terminated", 22);
    service.says("dep-2", "box", "running", rented.instance("gpu-1").port());
    try (var old = new SilentServer(0)) {
      lastSeenAt(old.port());
      Result result = connect("box", "echo there");
      assertEquals("there\n", result.out(), result.err());
      assertTrue(result.err().contains("says box (dep-2) is at"), result.err());
    }
  }

  @Test
  void aServiceThatFailsHoldsNobodyUp() {
    pin();
    for (int status : new int[] {401, 429, 500, 503}) {
      service.answersWith(status);
      Result result = connect("box", "echo done");
      assertEquals("done\n", result.out(), result.err());
    }
  }

  @Test
  void anAddressThatAKnownInstanceHasIsDialledWithItsPin() throws Exception {
    pin();
    service.hold();
    int port = rented.instance("trainer").port();
    Result result = connect("-v", "127.0.0.1:" + port, "echo done");
    assertEquals("done\n", result.out(), result.err());
    assertTrue(result.err().contains("pinned for this instance"), result.err());
  }

  @Test
  void whatIsWaitedForEndsInTimeThoughTheServiceNeverAnswers() {
    service.hold();
    Result result = connect("--wait=1s", "box", "true");
    assertEquals(255, result.status());
    assertTrue(result.err().contains("error: API: gave up after 1 s: GET /api/"), result.err());
    service.release();
    pin();
    service.hold();
    assertEquals("up\n", connect("--wait=8s", "box", "echo up").out(), "with what is known");
  }

  @Test
  void theLateAnswerDisturbsNoSession() throws Exception {
    pin();
    service.hold();
    Path begun = home.resolve("begun");
    Path end = home.resolve("end");
    String command = "touch %s; until [ -e %s ]; do sleep 0.05; done".formatted(begun, end);
    var result = CompletableFuture.supplyAsync(() -> connect("-vvv", "box", command));
    while (!Files.exists(begun) && !result.isDone()) {
      Thread.onSpinWait();
    }
    service.answersWith(503);
    service.release();
    Files.createFile(end);
    assertEquals(0, result.get().status(), result.get().err());
    assertFalse(result.get().err().contains("/api/"), result.get().err());
  }

  /** A login that pins the host key and has the ledger remember where. */
  private void pin() {
    Result result = connect("box", "true");
    assertEquals(0, result.status(), result.err());
  }

  /** Has the ledger say that the instance was reached at another port. */
  private void lastSeenAt(int port) throws Exception {
    Path ledger = home.resolve(".spheron/ledger.json");
    Files.writeString(
        ledger, Files.readString(ledger).replaceAll("\"port\" ?: ?\\d+", "\"port\":" + port));
  }

  /** What hangs would hang for longer than the test may take. */
  private Result connect(String... words) {
    String[] line = new String[words.length + 3];
    line[0] = "connect";
    line[1] = "--host-key=accept-new";
    line[2] = "-oConnectTimeout=600";
    System.arraycopy(words, 0, line, 3, words.length);
    return commands.run(line);
  }
}
