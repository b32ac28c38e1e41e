package io.github.spheronssh.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SpheronApiTest {
  private static final String ONE_KEY =
      """
      {"id":"k1","name":"laptop","publicKey":"ssh-ed25519 AAAA me","fingerprint":"x"}\
      """;

  private TestService service;
  private SpheronApi api;

  @BeforeEach
  void start() throws Exception {
    service = new TestService();
    api = service.api();
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[%s]",
        "{\"data\":[%s]}",
        "{\"sshKeys\":[%s]}",
        "{\"keys\":[%s], \"total\":1}",
        "{\"success\":true,\"data\":{\"sshKeys\":[%s]}}"
      })
  void keysAreFoundInEveryEnvelope(String envelope) throws Exception {
    service.answers(200, envelope.formatted(ONE_KEY));
    assertEquals(
        List.of(new AccountKey("k1", "laptop", "ssh-ed25519 AAAA me", "x", null)),
        api.keys(Optional.empty()));
  }

  @Test
  void anIdMayBeCalledUnderscoreId() throws Exception {
    service.answers(200, ONE_KEY.replace("\"id\"", "\"_id\""));
    assertEquals("k1", api.key("k1").id());
  }

  @Test
  void aKeyListedWithoutItsPublicHalfIsAskedForById() throws Exception {
    service.answers(200, "[{\"id\":\"k1\",\"name\":\"laptop\"}]").answers(200, ONE_KEY);
    assertEquals("ssh-ed25519 AAAA me", api.keys(Optional.empty()).getFirst().publicKey());
    assertEquals("/api/ssh-keys", service.request().getTarget());
    assertEquals("/api/ssh-keys/k1", service.request().getTarget());
  }

  @Test
  void aKeyThatIsGoneWhenAskedForByIdStaysAsListed() throws Exception {
    service.answers(200, "[{\"id\":\"k1\"}]").answers(404, "{\"error\":\"not found\"}");
    assertNull(api.keys(Optional.empty()).getFirst().publicKey());
  }

  @Test
  void theTeamGoesIntoTheQuery() throws Exception {
    service.answers(200, "[]");
    assertEquals(List.of(), api.keys(Optional.of("team & co")));
    assertEquals("/api/ssh-keys?teamId=team%20%26%20co", service.request().getTarget());
  }

  @Test
  void aNewKeyIsPostedAsJsonWithoutATeamWhereNoneIsChosen() throws Exception {
    service.answers(201, ONE_KEY);
    assertEquals("k1", api.addKey(new NewKey("laptop", "ssh-ed25519 AAAA", null)).id());
    var request = service.request();
    assertEquals("POST /api/ssh-keys HTTP/1.1", request.getRequestLine());
    assertEquals(
        "{\"name\":\"laptop\",\"publicKey\":\"ssh-ed25519AAAA\"}",
        Objects.requireNonNull(request.getBody()).utf8().replaceAll("\\s", ""));
    assertEquals("application/json", request.getHeaders().get("Content-Type"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "null", "<html>", "{\"success\":true}"})
  void aKeyIsDeletedWhateverTheBodyOfTheSuccessHolds(String body) throws Exception {
    service.answers(200, body);
    api.deleteKey("k1");
    assertEquals("DELETE /api/ssh-keys/k1 HTTP/1.1", service.request().getRequestLine());
  }

  @Test
  void deploymentsAreReadFromAllPages() throws Exception {
    service
        .answers(200, "{\"data\":[{\"id\":\"a\"},{\"id\":\"b\"}],\"totalPages\":2}")
        .answers(200, "{\"data\":[{\"id\":\"c\"}],\"totalPages\":2}");
    List<Deployment> all = api.deployments(DeploymentFilter.active(Optional.empty()));
    assertEquals(List.of("a", "b", "c"), all.stream().map(Deployment::id).toList());
    assertEquals("/api/deployments?status=active", service.request().getTarget());
    assertEquals("/api/deployments?status=active&page=2", service.request().getTarget());
  }

  @Test
  void pagesEndWhereTheServiceRepeatsItself() throws Exception {
    String page = "{\"data\":[{\"id\":\"a\"}],\"totalPages\":900000000}";
    service.answers(200, page).answers(200, page);
    assertEquals(1, api.deployments(DeploymentFilter.all(Optional.empty())).size());
    assertEquals(2, service.requests());
  }

  @Test
  void aDeploymentMayLackEverythingButItsIdAndHaveFieldsNobodyKnows() throws Exception {
    service.answers(
        200,
        """
        {"deployments":[{"_id":17,"gpuModelId":"RTX4090","sshPort":"2222","new":{"a":[1]},
          "portForwards":[{"external":30022,"internal":22}],"hourlyRate":0.31,"user":null}]}
        """);
    Deployment only = api.deployments(DeploymentFilter.all(Optional.empty())).getFirst();
    assertEquals("17", only.id());
    assertEquals("RTX4090", only.gpuType());
    assertEquals(2222, only.sshPort());
    assertEquals(List.of(new PortForward(30022, 22)), only.portForwards());
    assertEquals(new BigDecimal("0.31"), only.hourlyRate());
    assertNull(only.user());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"d1\"}",
        "{\"data\":{\"id\":\"d1\"}}",
        "{\"deployment\":{\"_id\":\"d1\"}}"
      })
  void oneDeploymentIsFoundInEveryEnvelope(String body) throws Exception {
    service.answers(200, body);
    assertEquals("d1", api.deployment("d1").id());
  }

  @Test
  void balanceTellsTheTeams() throws Exception {
    service.answers(
        200,
        """
        {"teams":[{"teamId":"t1","teamName":"us","balance":12.5,"isCurrentTeam":true,
          "role":"owner"}],"currency":"USD"}
        """);
    assertEquals(
        new Balance(
            List.of(new Balance.Team("t1", "us", new BigDecimal("12.5"), true, "owner")), "USD"),
        api.balance());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"teamId\":\"t1\"}]",
        "{\"teams\":[{\"id\":\"t1\"}]}",
        "{\"data\":[{\"_id\":\"t1\"}]}"
      })
  void teamsAreFoundInEveryEnvelope(String body) throws Exception {
    service.answers(200, body);
    assertEquals("t1", api.teams().getFirst().teamId());
  }

  @Test
  void whatIsNotThereIsANotFoundAndNamesTheId() {
    service.answers(404, "<html>nope</html>").answers(404, "").answers(404, "{}");
    assertEquals(
        "no key has the id 'k9'",
        assertThrows(NotFoundException.class, () -> api.key("k9")).getMessage());
    assertThrows(NotFoundException.class, () -> api.deleteKey("k9"));
    assertEquals(
        "no instance has the id 'd9'",
        assertThrows(NotFoundException.class, () -> api.deployment("d9")).getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../balance", "a/b", "a?b", "ä", "-x", "a b"})
  void anIdThatWouldChangeThePathIsNeverSent(String id) {
    assertThrows(NotFoundException.class, () -> api.deleteKey(id));
    assertEquals(0, service.requests());
  }

  @Test
  void a404OfAListIsAWrongBaseUrlAndNoMissingKey() {
    service.answers(404, "");
    ApiException e = assertThrows(ApiException.class, () -> api.keys(Optional.empty()));
    assertFalse(e instanceof NotFoundException);
    assertTrue(e.hint().orElseThrow().contains("http://127.0.0.1:"));
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void aRefusedKeyIsACredentialsErrorThatShowsTheKeyMasked(int status) {
    service.answers(status, "{\"error\":\"expired\",\"code\":\"KEY\"}");
    var e = assertThrows(CredentialsException.class, () -> api.balance());
    assertTrue(e.getMessage().contains("expired"), e.getMessage());
    assertTrue(e.getMessage().contains("sai_…XY12"), e.getMessage());
    assertEquals(1, service.requests());
  }

  @Test
  void aWebPageWith403IsNotBlamedOnTheKeyAlone() {
    service.answers(403, "<!DOCTYPE html><title>Just a moment...</title>");
    var e = assertThrows(CredentialsException.class, () -> api.balance());
    assertTrue(e.hint().orElseThrow().contains("firewall"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":\"name is taken\"}",
        "{\"error\":{\"message\":\"name is taken\"},\"code\":7}",
        "{\"error\":\"Conflict\",\"message\":\"name is taken\"}",
        "{\"message\":\"name is taken\",\"details\":[1]}"
      })
  void everyShapeOfTheErrorEnvelopeIsRead(String body) {
    service.answers(409, body);
    var e = assertThrows(ApiException.class, () -> api.addKey(new NewKey("n", "k", null)));
    assertTrue(e.getMessage().startsWith("POST /api/ssh-keys: 409"), e.getMessage());
    assertTrue(e.getMessage().endsWith("name is taken"), e.getMessage());
    assertEquals(1, service.requests());
  }

  @Test
  void aKeyThatTheServiceEchoesIsMasked() {
    service
        .answers(400, "{\"error\":\"bad header Bearer " + TestService.KEY + "\"}")
        .answers(200, TestService.KEY);
    var echoed = assertThrows(ApiException.class, () -> api.balance());
    assertTrue(echoed.getMessage().contains("Bearer sai_…XY12"), echoed.getMessage());
    var bare = assertThrows(ApiException.class, () -> api.balance());
    for (Throwable t = bare; t != null; t = t.getCause()) {
      assertFalse(t.toString().contains("0123456789"), t.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "null",
        "42",
        "\"text\"",
        "{\"data\":",
        "[{\"id\":",
        "<html></html>",
        "[[]]",
        "{}",
        "{\"error\":\"x\"}",
        "[{}]",
        "[null]",
        "[{\"id\":null}]",
        "[{\"id\":{}}]",
        "[1]",
        "[]]",
        "{\"data\":7}"
      })
  void aListThatIsNoneIsOneClearError(String body) {
    service.answers(200, body);
    var e = assertThrows(ApiException.class, () -> api.keys(Optional.empty()));
    assertTrue(e.getMessage().startsWith("GET /api/ssh-keys: "), e.getMessage());
    assertTrue(e.hint().orElseThrow().contains("base URL"));
    assertFalse(e instanceof ApiUnreachableException);
  }

  @Test
  void aRedirectIsNotFollowedAndNamesWhereItWouldLead() throws Exception {
    try (var other = new TestService()) {
      service.answers(
          new MockResponse.Builder()
              .code(302)
              .addHeader("Location", "http://localhost:" + other.server.getPort() + "/api/x?q=1")
              .build());
      var e = assertThrows(ApiException.class, () -> api.balance());
      assertTrue(e.getMessage().contains("redirect to http://localhost:"), e.getMessage());
      assertFalse(e.getMessage().contains("q=1"), e.getMessage());
      assertEquals(0, other.requests());
      assertEquals(1, service.requests());
    }
  }
}
