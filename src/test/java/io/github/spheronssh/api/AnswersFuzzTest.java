package io.github.spheronssh.api;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.github.spheronssh.SpheronSshException;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever the service answers, the client returns records or throws what it documents. */
final class AnswersFuzzTest {
  private static final List<String> NAMES =
      List.of(
          "id",
          "_id",
          "data",
          "sshKeys",
          "deployments",
          "teams",
          "totalPages",
          "publicKey",
          "portForwards",
          "sshPort",
          "error",
          "message",
          "retryAfter",
          "teamId",
          "balance",
          "x");

  @Property(tries = 500)
  void anyDocumentIsReadOrRefused(@ForAll("documents") String body, @ForAll("statuses") int status)
      throws Exception {
    check(status, body);
  }

  @Property(tries = 500)
  void anyCutDocumentIsReadOrRefused(@ForAll("documents") String body, @ForAll double share)
      throws Exception {
    check(200, body.substring(0, (int) (Math.abs(share % 1) * body.length())));
  }

  @Property(tries = 300)
  void anyTextIsReadOrRefused(@ForAll String body, @ForAll("statuses") int status)
      throws Exception {
    check(status, body);
  }

  private static void check(int status, String body) throws Exception {
    Exchange always =
        call ->
            new Outcome.Answer(
                status, "", Optional.of(body), Optional.of("http://x/" + body), body);
    var settings =
        ApiSettings.of(BaseUrl.parse("http://127.0.0.1:1", "test"), TestService.key(), "1");
    var api = new SpheronApi(settings, always, ApiWatcher.NONE, new TestPace());
    read(() -> api.keys(Optional.empty()).forEach(key -> assertNotNull(key.id())));
    read(
        () ->
            api.deployments(DeploymentFilter.all(Optional.empty()))
                .forEach(each -> assertNotNull(each.id())));
    read(() -> assertNotNull(api.key("k1").id()));
    read(() -> assertNotNull(api.balance()));
    read(() -> api.teams().forEach(team -> assertNotNull(team.teamId())));
    read(() -> api.deleteKey("k1"));
  }

  private interface Reading {
    void run() throws SpheronSshException;
  }

  private static void read(Reading reading) {
    try {
      reading.run();
    } catch (SpheronSshException e) {
      assertFalse(e.getMessage().isBlank());
    }
  }

  @Provide
  Arbitrary<Integer> statuses() {
    return Arbitraries.of(200, 200, 200, 201, 204, 302, 400, 401, 403, 404, 409, 429, 500, 503);
  }

  @Provide
  Arbitrary<String> documents() {
    return documents(3);
  }

  private static Arbitrary<String> documents(int depth) {
    Arbitrary<String> leaves =
        Arbitraries.oneOf(
            Arbitraries.of(
                "null", "true", "7", "-1", "22.5", "1e400", "\"\"", "\"22\"", "[]", "{}"),
            Arbitraries.strings().alpha().ofMaxLength(5).map(text -> "\"" + text + "\""));
    if (depth == 0) {
      return leaves;
    }
    Arbitrary<String> inner = documents(depth - 1);
    Arbitrary<String> fields =
        Combinators.combine(Arbitraries.of(NAMES), inner)
            .as((name, value) -> "\"" + name + "\":" + value);
    return Arbitraries.oneOf(
        leaves,
        inner.list().ofMaxSize(3).map(all -> "[" + String.join(",", all) + "]"),
        fields.list().ofMaxSize(4).map(all -> "{" + String.join(",", all) + "}"));
  }
}
