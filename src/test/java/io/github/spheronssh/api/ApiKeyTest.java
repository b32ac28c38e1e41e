package io.github.spheronssh.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ApiKeyTest {
  @ParameterizedTest
  @CsvSource({
    "sai_0123456789abcdefghijXY12, sai_…XY12",
    "0123456789abcdefghijXY12, …XY12",
    "sai_12345678, sai_…",
    "12345678, …"
  })
  void onlyALongKeyShowsItsEnd(String key, String masked) throws Exception {
    assertEquals(masked, ApiKey.of(key.toCharArray(), "test").masked());
    assertEquals(masked, "" + ApiKey.of(key.toCharArray(), "test"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sai_123", "sai_1234 5678", "sai_12345678\n", "sai_1234\u00e45678"})
  void whatCanBeNoKeyIsRefusedWithoutShowingIt(String text) {
    var e =
        assertThrows(
            CredentialsException.class, () -> ApiKey.of(text.toCharArray(), "~/.spheron/api_key"));
    assertFalse(text.length() > 3 && e.getMessage().contains(text.substring(0, 3)), e.getMessage());
  }

  @Test
  void aKeyLongerThanTheBoundIsRefused() {
    assertThrows(CredentialsException.class, () -> ApiKey.of("x".repeat(513).toCharArray(), "t"));
  }

  @Test
  void wipingTheCharactersItWasMadeOfLeavesTheKeyWhole() throws Exception {
    char[] text = TestService.KEY.toCharArray();
    ApiKey key = ApiKey.of(text, "test");
    java.util.Arrays.fill(text, '\0');
    assertEquals("Bearer " + TestService.KEY, key.authorization());
  }
}
