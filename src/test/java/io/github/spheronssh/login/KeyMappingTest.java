package io.github.spheronssh.login;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An instance's id and name count before patterns, and the longest pattern before others. */
final class KeyMappingTest {
  private final KeyMapping mapping =
      new KeyMapping(
          Map.of(
              "dep-1", Path.of("id"),
              "trainer", Path.of("name"),
              "train*", Path.of("long"),
              "t*", Path.of("short"),
              "gpu-?", Path.of("one"),
              "a.b*", Path.of("dot")));

  private Optional<Path> find(String id, String name) {
    return mapping.find(id, name);
  }

  @Test
  void theExactOneCountsThenTheLongestPattern() {
    assertEquals(Optional.of(Path.of("id")), find("dep-1", "trainer"));
    assertEquals(Optional.of(Path.of("name")), find("dep-2", "trainer"));
    assertEquals(Optional.of(Path.of("long")), find("dep-2", "training"));
    assertEquals(Optional.of(Path.of("short")), find("dep-2", "test"));
    assertEquals(Optional.empty(), find("dep-2", "x"));
  }

  @Test
  void aPatternIsNoRegularExpression() {
    assertEquals(Optional.of(Path.of("one")), find("d", "gpu-7"));
    assertEquals(Optional.empty(), find("d", "gpu-77"));
    assertEquals(Optional.empty(), find("d", "axbc"));
    assertEquals(Optional.of(Path.of("dot")), find("d", "a.bc"));
  }
}
