package io.github.spheronssh.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.json.JsonValue;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The API as it is documented. */
@TestInstance(Lifecycle.PER_CLASS)
final class ApiTest {
  private Sandbox sandbox;
  private Caller caller;

  @BeforeAll
  void start() throws Exception {
    sandbox = Sandbox.start(SandboxSettings.defaults().withBoot(Duration.ofHours(1)));
    caller = new Caller(sandbox);
  }

  @AfterAll
  void stop() {
    caller.close();
    sandbox.close();
  }

  @Test
  void aKeyIsStoredShownAndDeleted() throws Exception {
    String line = newKey("me@here");
    String id = caller.upload("laptop", line);
    JsonValue listed = Caller.find(caller.list("/api/ssh-keys"), "id", id);
    assertEquals("laptop", Caller.text(listed, "name"));
    assertEquals(line, Caller.text(listed, "publicKey"));
    assertEquals(line, Caller.text(Caller.json(caller.get("/api/ssh-keys/" + id)), "publicKey"));
    assertEquals(200, caller.call("DELETE", "/api/ssh-keys/" + id, "").statusCode());
    assertEquals(404, caller.get("/api/ssh-keys/" + id).statusCode());
    assertEquals(404, caller.call("DELETE", "/api/ssh-keys/" + id, "").statusCode());
  }

  @Test
  void theSameKeyIsRefusedWhateverItsComment() throws Exception {
    String line = newKey("one");
    caller.upload("one", line);
    String again = line.replace(" one", " two");
    assertEquals(409, caller.post("/api/ssh-keys", Caller.newKey("two", again)).statusCode());
  }

  @Test
  void whatIsNoPublicKeyIsRefused() throws Exception {
    for (String each : List.of("", "ssh-ed25519 AAAA", "-----BEGIN OPENSSH PRIVATE KEY-----")) {
      assertEquals(400, caller.post("/api/ssh-keys", Caller.newKey("x", each)).statusCode(), each);
    }
    assertEquals(400, caller.post("/api/ssh-keys", "{\"name\": \"x\"}").statusCode());
    assertEquals(400, caller.post("/api/ssh-keys", "[]").statusCode());
    assertEquals(400, caller.post("/api/ssh-keys", "no json").statusCode());
  }

  @Test
  void anotherTeamHasAnotherSetOfKeys() throws Exception {
    List<JsonValue> teams = caller.list("/api/teams");
    assertEquals("true", Caller.text(teams.getFirst(), "isCurrentTeam"));
    String other = Caller.text(teams.get(1), "teamId");
    String id = caller.upload("laptop", newKey("me"));
    Caller.find(caller.list("/api/ssh-keys"), "id", id);
    assertEquals(List.of(), caller.list("/api/ssh-keys?teamId=" + other));
    assertEquals(List.of(), caller.list("/api/deployments?teamId=" + other));
    assertEquals(404, caller.get("/api/ssh-keys?teamId=nobody").statusCode());
  }

  @Test
  void theBalanceTellsTheTeams() throws Exception {
    JsonValue balance = Caller.json(caller.get("/api/balance"));
    assertEquals("USD", Caller.text(balance, "currency"));
    assertEquals(2, balance.field("teams").orElseThrow().elements().size());
  }

  @Test
  void onlyTheTokenOpensTheApi() throws Exception {
    for (String each : List.of("Bearer " + sandbox.token() + "x", sandbox.token(), "Bearer ")) {
      HttpRequest.Builder request = bare("/api/ssh-keys").header("Authorization", each);
      assertEquals(401, caller.send(request).statusCode(), each);
    }
    assertEquals(401, caller.send(bare("/api/ssh-keys")).statusCode());
    assertEquals(200, caller.send(bare("/api/gpu-offers")).statusCode());
  }

  @Test
  void librariesThatDoNotSayWhoTheyAreAreRefused() throws Exception {
    for (String each : List.of("okhttp/5.0.0", "Java-http-client/25", "python-requests/2.3")) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(sandbox.baseUri().resolve("/api/ssh-keys"))
              .header("Authorization", "Bearer " + sandbox.token())
              .header("User-Agent", each);
      assertEquals(403, caller.send(request).statusCode(), each);
    }
  }

  @Test
  void wrongMethodsPathsAndSizesAreRefused() throws Exception {
    HttpResponse<String> answer = caller.call("PUT", "/api/ssh-keys", "{}");
    assertEquals(405, answer.statusCode());
    assertEquals("GET, POST", answer.headers().firstValue("Allow").orElse(""));
    assertEquals(404, caller.get("/api/nothing").statusCode());
    assertEquals(404, caller.get("/elsewhere").statusCode());
    String large = Caller.newKey("x", "a".repeat(70_000));
    assertEquals(413, caller.post("/api/ssh-keys", large).statusCode());
  }

  @Test
  void activeMeansDeployingRunningAndStopped() throws Exception {
    List<String> statuses =
        caller.list("/api/deployments?status=active").stream()
            .map(each -> Caller.text(each, "status"))
            .distinct()
            .sorted()
            .toList();
    assertEquals(List.of("deploying", "running", "stopped"), statuses);
    assertEquals("failed", Caller.text(deployment("failed"), "status"));
    assertEquals("terminated-provider", Caller.text(deployment("reclaimed"), "status"));
  }

  @Test
  void aListComesInPages() throws Exception {
    assertEquals(5, caller.list("/api/deployments?limit=5").size());
    assertEquals(2, caller.list("/api/deployments?limit=5&page=3").size());
    assertEquals(0, caller.list("/api/deployments?limit=5&page=4").size());
    assertEquals(400, caller.get("/api/deployments?limit=0").statusCode());
    assertEquals(400, caller.get("/api/deployments?page=x").statusCode());
  }

  @Test
  void aDeployingInstanceHasAnAddressWhosePortRefuses() throws Exception {
    JsonValue booting = deployment("booting");
    assertEquals("deploying", Caller.text(booting, "status"));
    assertEquals("127.0.0.1", Caller.text(booting, "ipAddress"));
    int port = Integer.parseInt(Caller.text(booting, "sshPort"));
    assertThrows(
        ConnectException.class, () -> new Socket(InetAddress.ofLiteral("127.0.0.1"), port).close());
  }

  @Test
  void eachKindTellsItsPortInItsOwnWay() throws Exception {
    int port = sandbox.instance("trainer").orElseThrow().port();
    assertEquals(
        "ssh ubuntu@127.0.0.1 -p " + port, Caller.text(deployment("trainer"), "sshCommand"));
    assertEquals("root", Caller.text(deployment("cloud-image"), "user"));
    JsonValue bare = deployment("bare");
    assertFalse(bare.field("sshCommand").isPresent() || bare.field("user").isPresent());
    assertTrue(bare.field("sshPort").isPresent());
    JsonValue forwarded = deployment("forwarded");
    assertFalse(forwarded.field("sshPort").isPresent());
    JsonValue forward =
        Caller.find(forwarded.field("portForwards").orElseThrow().elements(), "internal", "22");
    int external = sandbox.instance("forwarded").orElseThrow().port();
    assertEquals(Integer.toString(external), Caller.text(forward, "external"));
  }

  @Test
  void onlyTheNameOfADeploymentChanges() throws Exception {
    String id = Caller.text(deployment("stopped"), "id");
    HttpResponse<String> answer =
        caller.call("PATCH", "/api/deployments/" + id, "{\"name\": \"paused\", \"user\": \"x\"}");
    assertEquals(200, answer.statusCode());
    JsonValue renamed = Caller.json(caller.get("/api/deployments/" + id));
    assertEquals("paused", Caller.text(renamed, "name"));
    assertEquals("stopped", Caller.text(renamed, "status"));
    caller.call("PATCH", "/api/deployments/" + id, "{\"name\": \"stopped\"}");
  }

  @Test
  void anEndedDeploymentIsTerminatedAndItsPortRefuses() throws Exception {
    String id = Caller.text(deployment("hung"), "id");
    int port = sandbox.instance("hung").orElseThrow().port();
    String ending = "/api/deployments/" + id;
    JsonValue may = Caller.json(caller.get(ending + "/can-terminate"));
    assertEquals("true", Caller.text(may, "canTerminate"));
    assertEquals(200, caller.call("DELETE", ending, "").statusCode());
    assertEquals("terminated", Caller.text(Caller.json(caller.get(ending)), "status"));
    assertThrows(
        ConnectException.class, () -> new Socket(InetAddress.ofLiteral("127.0.0.1"), port).close());
  }

  @Test
  void anOrderHasToFitAnOffer() throws Exception {
    String team = Caller.text(caller.list("/api/teams").getFirst(), "teamId");
    String key = newKey("order");
    String whole = Caller.order(team, key);
    assertEquals(201, caller.post("/api/deployments", whole).statusCode());
    for (String wrong :
        List.of(
            whole.replace(team, ""),
            whole.replace("h100-1", "h100-2"),
            whole.replace("us-east-1", "mars"),
            whole.replace("ubuntu-24.04", "plan9"),
            whole.replace("DEDICATED", "SPOT"),
            whole.replace("ssh_public_key", "other"),
            whole.replace("\"ssh_public_key\"", "\"sshKeyId\""))) {
      assertEquals(400, caller.post("/api/deployments", wrong).statusCode(), wrong);
    }
  }

  private JsonValue deployment(String name) throws Exception {
    return Caller.find(caller.list("/api/deployments"), "name", name);
  }

  private HttpRequest.Builder bare(String path) {
    return HttpRequest.newBuilder(sandbox.baseUri().resolve(path)).header("User-Agent", "caller/1");
  }

  private static String newKey(String comment) throws Exception {
    return HostKey.generate(comment).publicKey().toString();
  }
}
