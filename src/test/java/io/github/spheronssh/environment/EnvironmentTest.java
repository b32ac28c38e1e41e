package io.github.spheronssh.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.spheronssh.SpheronSshException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EnvironmentTest {
  @TempDir Path folder;

  @Test
  void homeIsTheVariableWhereItIsAbsolute() throws Exception {
    assertEquals(folder, environment(Map.of("HOME", folder.toString()), "/elsewhere").home());
    assertEquals(folder, environment(Map.of("HOME", "relative"), folder.toString()).home());
    assertEquals(folder, environment(Map.of("HOME", ""), folder.toString()).home());
  }

  @Test
  void withoutAHomeTheErrorSaysWhatToSet() {
    var e = assertThrows(SpheronSshException.class, () -> environment(Map.of(), "?").home());

    assertEquals(Optional.of("export HOME=/path/to/your/home"), e.hint());
  }

  @Test
  void theProgramsFolderCanBeElsewhere() throws Exception {
    var own = Map.of("HOME", folder.toString(), "SPHERON_HOME", "~/own");

    assertEquals(folder.resolve("own"), environment(own, "?").spheronFolder());
    assertEquals(
        folder.resolve(".spheron"),
        environment(Map.of("HOME", folder.toString()), "?").spheronFolder());
  }

  @Test
  void pathsAreShownAsTheyAreTyped() throws Exception {
    Environment environment = environment(Map.of("HOME", folder.toString()), "?");
    Path key = environment.resolve("~/.ssh/id_ed25519");

    assertEquals(folder.resolve(".ssh").resolve("id_ed25519"), key);
    assertEquals("~/.ssh/id_ed25519", environment.display(key));
    assertEquals(folder.toString(), environment.display(folder));
  }

  @Test
  void aPathThatCannotBeIsAnError() {
    Environment environment = environment(Map.of("HOME", folder.toString()), "?");

    assertThrows(SpheronSshException.class, () -> environment.resolve("a\0b"));
  }

  @Test
  void whatIsSetToNothingIsUnset() {
    assertEquals(Optional.empty(), environment(Map.of("X", ""), "?").variable("X"));
    assertEquals(Optional.of("y"), environment(Map.of("X", "y"), "?").variable("X"));
  }

  private static Environment environment(Map<String, String> variables, String userHome) {
    var properties = new Properties();
    properties.setProperty("user.home", userHome);
    return Environment.of(variables, properties);
  }
}
