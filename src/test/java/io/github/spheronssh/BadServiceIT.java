package io.github.spheronssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.AccountService;
import io.github.spheronssh.testing.OddServer;
import io.github.spheronssh.testing.PackageUser;
import io.github.spheronssh.testing.RealPrograms;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A service that fails, a target that is none and a server that is odd are told of in one error.
 */
@EnabledOnOs(OS.LINUX) // which has an env(1) that undoes ignored signals
final class BadServiceIT {
  private PackageUser user;

  @BeforeEach
  void makeHome(@TempDir Path folder) throws Exception {
    user = new PackageUser(folder.resolve("home")).with("CI", "true");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET  | 200 | <!DOCTYPE html><html></html> | 1 | whoami    | met a web page",
        "GET  | 200 | ''                           | 1 | whoami    | GET /api/balance",
        "GET  | 200 | '{\"teams\":[{\"te'          | 1 | whoami    | GET /api/balance",
        "GET  | 200 | '[1,[2]]'                    | 1 | whoami    | GET /api/balance",
        "GET  | 200 | '{\"sshKeys\":7}'            | 1 | keys list | GET /api/ssh-keys",
        "GET  | 401 | '{\"error\":\"expired\"}'    | 3 | whoami    | expired",
        "GET  | 403 | <html>stop</html>            | 3 | whoami    | web page",
        "GET  | 404 | not here                     | 1 | whoami    | 404",
        "GET  | 500 | <html>oops</html>            | 5 | keys list | the service fails",
        "GET  | 503 | ''                           | 5 | keys list | tried",
        "POST | 409 | '{\"error\":\"conflict\"}'   | 1 | upload .ssh/id_ed25519.pub | 409",
        "POST | 500 | ''                           | 5 | upload .ssh/id_ed25519.pub | 500"
      })
  void anAnswerThatIsOfNoUse(
      String method, int status, String body, int exit, String command, String error)
      throws Exception {
    try (var service = new AccountService()) {
      user.knows(service);
      for (int i = 0; i < 9; i++) {
        service.answer(method, status, body);
      }
      user.isRefused(exit, error, "spheron-ssh " + command);
    }
  }

  @Test
  void aServiceThatLimitsTheRateForLong() throws Exception {
    try (var service = new AccountService()) {
      user.knows(service);
      var limit = new MockResponse.Builder().code(429).addHeader("Retry-After", "900").build();
      service.answer("GET", limit);
      user.isRefused(5, "limits the rate", "spheron-ssh whoami");
    }
  }

  @Test
  void theKeyGoesToNoOtherHost() throws Exception {
    try (var service = new AccountService();
        var other = new AccountService()) {
      user.knows(service);
      var away = new MockResponse.Builder().code(302).addHeader("Location", other.url() + "/x");
      service.answer("GET", away.build());
      user.isRefused(1, "a redirect", "spheron-ssh whoami");
      assertEquals(List.of(), other.requests());
    }
  }

  @Test
  void theKeyGoesNowhereInPlainText() throws Exception {
    user.with("SPHERON_API_BASE", "http://192.0.2.1").with("SPHERON_API_KEY", AccountService.KEY);
    user.isRefused(1, "plain http to 192.0.2.1", "spheron-ssh whoami");
    user.isRefused(255, "plain http to 192.0.2.1", "spheron-ssh connect some-name");
  }

  @Test
  void aTargetThatIsNoneOrSeveralOrGone() throws Exception {
    try (var service = new AccountService()) {
      user.knows(service);
      service.deployments(
          """
          [{"id":"d1","name":"twin","status":"running"},
           {"id":"d2","name":"twin","status":"running"},
           {"id":"d3","name":"late","status":"terminated"}]
          """);
      user.isRefused(255, "'twin' fits 2 instances", "spheron-ssh connect twin true");
      user.isRefused(255, "late", "spheron-ssh connect late true");
      user.isRefused(255, "no instance has", "spheron-ssh connect no.such.invalid true");
      user.isRefused(4, "k7", "spheron-ssh keys show k7");
    }
  }

  @ParameterizedTest
  @CsvSource({"'', closed the connection", "HTTP/1.1 400 Bad Request, HTTP"})
  void aServerThatSpeaksNoSsh(String greeting, String error) throws Exception {
    try (var odd = OddServer.saying(greeting.isEmpty() ? "" : greeting + "\r\n\r\n")) {
      user.isRefused(
          255, error, "spheron-ssh connect --no-api -p " + odd.port() + " 127.0.0.1 true");
    }
  }

  @Test
  void aServerThatHangs() throws Exception {
    try (var odd = OddServer.silent()) {
      user.isRefused(
          255,
          "said nothing within 1 s",
          "spheron-ssh connect --no-api -o ConnectTimeout=1 -p " + odd.port() + " 127.0.0.1 true");
    }
  }

  @ParameterizedTest
  @CsvSource({"whoami", "connect --no-api -p $HUNG 127.0.0.1 true", "upload .ssh/id_ed25519.pub"})
  void anInterruptWhereverItWaits(String command) throws Exception {
    try (var hung = OddServer.silent()) {
      user.with("HUNG", hung.port())
          .with("SPHERON_API_BASE", "http://127.0.0.1:" + hung.port())
          .with("SPHERON_API_KEY", AccountService.KEY);
      Map<Path, String> before = user.files();
      Process program = user.starts("sh", "-c", "exec spheron-ssh " + command);
      try (var out = program.inputReader()) {
        hung.awaitCaller();
        String kill = RealPrograms.require("kill").toString();
        new ProcessBuilder(kill, "-INT", Long.toString(program.pid())).start().waitFor();

        assertTrue(program.waitFor(30, TimeUnit.SECONDS), "the program ends");
        assertEquals(130, program.exitValue());
        assertEquals(null, out.readLine());
        assertEquals(before, user.files());
      } finally {
        program.destroyForcibly();
      }
    }
  }
}
