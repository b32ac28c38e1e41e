package io.github.spheronssh.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BaseUrlTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:8080",
        "http://127.255.0.9",
        "http://[::1]:8080",
        "http://localhost:1",
        "HTTP://LOCALHOST"
      })
  void plainHttpToThisMachineIsAllowed(String text) throws Exception {
    assertTrue(BaseUrl.parse(text, "test").isLoopback());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://app.spheron.ai",
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example",
        "http://10.0.0.1",
        "http://0.0.0.0:8080",
        "http://[::]",
        "http://[::ffff:8.8.8.8]",
        "http://169.254.169.254",
        "http://1.127.0.0.1"
      })
  void plainHttpToAnyOtherHostIsRefused(String text) {
    var e = assertThrows(SpheronSshException.class, () -> BaseUrl.parse(text, "--api-base"));
    assertTrue(e.getMessage().startsWith("no base URL in --api-base: plain http"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://me@app.spheron.ai",
        "https://me:secret@app.spheron.ai",
        "https://app.spheron.ai?x=1",
        "https://app.spheron.ai/#x",
        "ftp://app.spheron.ai",
        "app.spheron.ai",
        "file:///etc/passwd",
        "https://",
        "http://127.0.0.1:99999",
        "rubbish"
      })
  void whatIsNoBaseUrlIsRefusedWithoutShowingIt(String text) {
    var e = assertThrows(SpheronSshException.class, () -> BaseUrl.parse(text, "test"));
    assertFalse(e.getMessage().contains("secret"));
  }

  @ParameterizedTest
  @CsvSource({
    "https://app.spheron.ai, https://app.spheron.ai",
    "https://app.spheron.ai/, https://app.spheron.ai",
    "https://app.spheron.ai/api, https://app.spheron.ai",
    "https://app.spheron.ai/api/, https://app.spheron.ai",
    "https://gateway.example/spheron/, https://gateway.example/spheron",
    "https://gateway.example/spheron/api, https://gateway.example/spheron",
    "https://gateway.example/api/v2, https://gateway.example/api/v2"
  })
  void aFinalSlashOrApiMakesNoDifference(String text, String shown) throws Exception {
    BaseUrl url = BaseUrl.parse(text, "test");
    assertEquals(shown, url.toString());
    assertEquals(
        shown + "/api/ssh-keys",
        url.endpoint().addPathSegment("api").addPathSegment("ssh-keys").build().toString());
  }

  @Test
  void theOptionComesBeforeTheVariablesAndTheVariablesBeforeTheDefault() throws Exception {
    Map<String, String> both =
        Map.of("SPHERON_API_BASE", "https://a.example", "SPHERON_BASE_URL", "https://b.example");
    assertEquals("https://o.example", find(both, Optional.of("https://o.example")));
    assertEquals("https://a.example", find(both, Optional.empty()));
    assertEquals(
        "https://b.example",
        find(Map.of("SPHERON_BASE_URL", "https://b.example"), Optional.empty()));
    assertEquals("https://app.spheron.ai", find(Map.of(), Optional.empty()));
  }

  private static String find(Map<String, String> variables, Optional<String> option)
      throws Exception {
    return BaseUrl.find(Environment.of(variables, new Properties()), option).toString();
  }
}
