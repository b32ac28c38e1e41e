package io.github.spheronssh.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.environment.Environment;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;

final class MannerTest {
  @Test
  void theFirstLocaleThatIsSetDecidesOnUnicode() {
    assertTrue(manner(Map.of("LANG", "en_US.UTF-8")).unicode());
    assertTrue(manner(Map.of("LANG", "C", "LC_CTYPE", "de_DE.utf8")).unicode());
    assertFalse(manner(Map.of("LANG", "en_US.UTF-8", "LC_ALL", "C")).unicode());
    assertFalse(manner(Map.of()).unicode());
  }

  @Test
  void windowsTerminalHasUnicodeAndTheOldConsoleMayNot() {
    var windows = new Properties();
    windows.setProperty("os.name", "Windows 11");

    assertTrue(Manner.of(Environment.of(Map.of("WT_SESSION", "x"), windows)).unicode());
    assertFalse(Manner.of(Environment.of(Map.of("LANG", "UTF-8"), windows)).unicode());
  }

  @Test
  void nobodyIsAskedInCi() {
    assertFalse(manner(Map.of("CI", "true")).asks());
    assertTrue(manner(Map.of("CI", "")).asks());
    assertTrue(manner(Map.of()).asks());
  }

  @Test
  void aDumbTerminalHasNoColour() {
    assertEquals(Optional.of(false), manner(Map.of("TERM", "dumb")).color());
    assertEquals(Optional.empty(), manner(Map.of("TERM", "xterm")).color());
    assertEquals(Optional.empty(), manner(Map.of("CLICOLOR_FORCE", "0")).color());
  }

  private static Manner manner(Map<String, String> variables) {
    return Manner.of(Environment.of(variables, new Properties()));
  }
}
