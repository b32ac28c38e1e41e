package io.github.spheronssh.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.spheronssh.environment.Environment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the user's own files have a host by its very name. */
final class OwnSectionsTest {
  private static final List<String> HOSTS = List.of("a.spheron", "b.spheron");

  @TempDir Path home;

  @Test
  void includesAreFollowedButForTheFilePassedOverAndForThemselves() throws Exception {
    Files.createDirectories(home.resolve(".ssh/more"));
    Path passedOver = Files.writeString(home.resolve("entries"), "Host a.spheron");
    Files.writeString(
        home.resolve(".ssh/config"),
        """
        Include ~/entries more/* ~/.ssh/config %h ${NONE}
        Host *.spheron !c
          Port 7
        Host x b.spheron
        Match host a.spheron
        """);
    Files.writeString(home.resolve(".ssh/more/one"), "# a\nHost a.spheron !b.spheron b.spheron\n");
    assertEquals(
        List.of("~/.ssh/more/one line 2: a.spheron", "~/.ssh/config line 4: b.spheron"),
        OwnSections.naming(HOSTS, passedOver, environment()));
  }

  @Test
  void noFileNamesNobodyAndAnOddOneIsAnError() throws Exception {
    Path none = home.resolve("none");
    assertEquals(List.of(), OwnSections.naming(HOSTS, none, environment()));
    Files.createDirectories(home.resolve(".ssh"));
    Files.writeString(home.resolve(".ssh/config"), "Host \"a\n");
    assertThrows(ConfigException.class, () -> OwnSections.naming(HOSTS, none, environment()));
  }

  private Environment environment() {
    return Environment.of(Map.of("HOME", home.toString()), new Properties());
  }
}
