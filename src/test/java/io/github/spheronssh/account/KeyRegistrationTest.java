package io.github.spheronssh.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.api.AccountKey;
import io.github.spheronssh.api.ApiException;
import io.github.spheronssh.api.ApiKey;
import io.github.spheronssh.api.ApiSettings;
import io.github.spheronssh.api.ApiUnreachableException;
import io.github.spheronssh.api.ApiWatcher;
import io.github.spheronssh.api.BaseUrl;
import io.github.spheronssh.api.SpheronApi;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.testing.AccountService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeyRegistrationTest {
  private static final String BARE =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";

  @TempDir Path home;

  private AccountService service;
  private SpheronApi api;
  private PublicKeyLine line;

  @BeforeEach
  void start() throws Exception {
    service = new AccountService();
    api = client();
    line = PublicKeyLine.parse(BARE + " me@laptop");
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void aNewKeyIsPostedOnce() throws Exception {
    var result = register(Optional.of("t1"));
    assertTrue(result.isNew());
    assertEquals("laptop", result.key().name());
    assertEquals(
        List.of(
            "GET /api/ssh-keys?teamId=t1",
            "GET /api/ssh-keys?teamId=t1",
            "POST /api/ssh-keys",
            "GET /api/ssh-keys?teamId=t1"),
        service.requests());
    assertEquals(line.toString(), service.keys().getFirst().publicKey());
  }

  @Test
  void theSameKeyUnderAnotherCommentAndNameIsNotPosted() throws Exception {
    service.keys().add(new AccountKey("k9", "old", BARE + " other", "bogus", null));
    var result = register(Optional.empty());
    assertFalse(result.isNew());
    assertEquals("k9", result.key().id());
    assertEquals(List.of("GET /api/ssh-keys"), service.requests());
  }

  @Test
  void ofSeveralEntriesOfOneKeyTheOldestCounts() throws Exception {
    service.keys().add(new AccountKey("k2", "b", BARE, null, "2026-05-02T00:00:00+02:00"));
    service.keys().add(new AccountKey("k1", "a", BARE, null, "2026-05-01T23:00:00Z"));
    service.keys().add(new AccountKey("k0", "c", BARE, null, null));
    assertEquals("k2", register(Optional.empty()).key().id());
  }

  @Test
  void keysThatAreNoneDoNotHideTheOthers() throws Exception {
    service.keys().add(new AccountKey("k1", "odd", "ssh-dss rubbish", null, "yesterday"));
    service.keys().add(new AccountKey("k2", null, BARE, null, null));
    assertEquals("k2", register(Optional.empty()).key().id());
  }

  @Test
  void aPostThatCameThroughThoughTheConnectionBrokeIsFoundAndNotRepeated() throws Exception {
    service.actButAnswer(
        "POST", new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
    assertEquals("k1", register(Optional.empty()).key().id());
    assertPostedOnce();
  }

  @Test
  void aPostThatCameThroughThoughTheAnswerWasAnErrorOrRubbishIsFound() throws Exception {
    for (MockResponse answer :
        List.of(answer(502, "<html>"), answer(500, "{}"), answer(201, ""), answer(200, "{\"id"))) {
      service.keys().clear();
      service.requests().clear();
      service.actButAnswer("POST", answer);
      assertTrue(register(Optional.empty()).key().is(line));
      assertPostedOnce();
    }
  }

  @Test
  void aConflictWithTheSameKeyIsASuccess() throws Exception {
    service.actButAnswer("POST", answer(409, "{\"error\":\"exists\"}"));
    assertFalse(register(Optional.empty()).isNew());
  }

  @Test
  void aConflictWithAnotherKeyOfThatNameIsTheServicesError() {
    service.answer("POST", answer(409, "{\"error\":\"name is taken\"}"));
    var e = assertThrows(ApiException.class, () -> register(Optional.empty()));
    assertTrue(e.getMessage().contains("name is taken"), e.getMessage());
  }

  @Test
  void aPostThatDidNotComeThroughIsAnErrorAndNotRepeated() {
    service.answer("POST", answer(503, ""));
    var e = assertThrows(ApiUnreachableException.class, () -> register(Optional.empty()));
    assertTrue(e.mayHaveActed());
    assertPostedOnce();
  }

  @Test
  void whereLookingAfterwardsFailsTheFirstErrorIsToldAndTheSecondKept() {
    service.answer("POST", answer(500, "{\"error\":\"first\"}"));
    service.answer("GET", answer(500, "{\"error\":\"second\"}"));
    var e = assertThrows(ApiException.class, () -> register(Optional.empty()));
    assertTrue(e.getMessage().startsWith("POST"), e.getMessage());
    assertEquals(1, e.getSuppressed().length);
  }

  @Test
  void manyRunsAtOnceRegisterTheKeyOnce() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<KeyRegistration.Result>> runs = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        SpheronApi own = client();
        runs.add(() -> registration(own).register(line, "laptop", Optional.empty()));
      }
      for (Future<KeyRegistration.Result> run : threads.invokeAll(runs)) {
        assertEquals("k1", run.get().key().id());
      }
    }
    assertPostedOnce();
  }

  @Test
  void ofTwoMachinesThatPostAtOnceTheOneWithTheNewerEntryTakesItBack() throws Exception {
    service.holdBack("POST", 2); // until both have looked
    // As machines of their own they share no lock; in one process it takes that neither has one.
    Path noFolder = Files.writeString(home.resolve("locks"), "in the way");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<KeyRegistration.Result>> runs = new ArrayList<>();
      for (String machine : List.of("laptop", "desk")) {
        var own = new KeyRegistration(client(), noFolder);
        runs.add(() -> own.register(line, machine, Optional.empty()));
      }
      List<Boolean> made = new ArrayList<>();
      for (Future<KeyRegistration.Result> run : threads.invokeAll(runs)) {
        assertEquals("k1", run.get().key().id());
        made.add(run.get().isNew());
      }
      assertTrue(made.contains(true) && made.contains(false), made::toString);
    }
    assertEquals(2, service.requests().stream().filter(r -> r.startsWith("POST")).count());
    assertEquals(List.of("k1"), service.keys().stream().map(AccountKey::id).toList());
  }

  @ParameterizedTest
  @CsvSource({"2026-01-01T00:00:00Z, other", "2027-01-01T00:00:00Z, k1"})
  void anotherMachinesEntryStaysEvenWhereItIsTheNewer(String created, String chosen)
      throws Exception {
    api = clientThat(() -> service.keys().add(new AccountKey("other", "x", BARE, null, created)));
    var result = register(Optional.empty());
    assertEquals(chosen, result.key().id());
    assertEquals(chosen.equals("k1"), result.isNew());
    assertTrue(service.keys().stream().anyMatch(key -> key.id().equals("other")));
    assertEquals(chosen.equals("k1") ? 2 : 1, service.keys().size());
  }

  @Test
  void whereTheListAfterwardsFailsTheKeyIsRegisteredAllTheSame() throws Exception {
    api = clientThat(() -> service.answer("GET", answer(500, "{}")));
    var result = register(Optional.empty());
    assertEquals("k1", result.key().id());
    assertTrue(result.isNew());
  }

  @Test
  void aPlaceForTheLockThatCannotBeMadeIsNoReasonToStop() throws Exception {
    Files.writeString(home.resolve("locks"), "in the way");
    assertTrue(register(Optional.empty()).isNew());
    assertPostedOnce();
  }

  private KeyRegistration.Result register(Optional<String> team) throws SpheronSshException {
    return registration(api).register(line, "laptop", team);
  }

  private KeyRegistration registration(SpheronApi client) {
    return new KeyRegistration(client, home.resolve("locks"));
  }

  private SpheronApi client() throws SpheronSshException {
    return client(ApiWatcher.NONE);
  }

  /** A client in whose posts' wake something happens. */
  private SpheronApi clientThat(Runnable afterPost) throws SpheronSshException {
    return client(
        new ApiWatcher() {
          @Override
          public void tried(Try call) {
            if (call.method().equals("POST")) {
              afterPost.run();
            }
          }
        });
  }

  private SpheronApi client(ApiWatcher watcher) throws SpheronSshException {
    ApiKey key = ApiKey.of(AccountService.KEY.toCharArray(), "the test");
    return SpheronApi.open(
        ApiSettings.of(BaseUrl.parse(service.url(), "the test"), key, "1"), watcher);
  }

  private void assertPostedOnce() {
    assertEquals(1, service.requests().stream().filter(r -> r.startsWith("POST")).count());
  }

  private static MockResponse answer(int status, String body) {
    return new MockResponse.Builder().code(status).body(body).build();
  }
}
