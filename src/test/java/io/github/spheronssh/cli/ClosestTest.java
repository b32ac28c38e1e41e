package io.github.spheronssh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ClosestTest {
  private static final List<String> NAMES = List.of("keygen", "keys", "connect", "--version");

  @Test
  void aSlipOrTwoStillMeansTheName() {
    assertEquals(Optional.of("keygen"), Closest.to("kegyen", NAMES));
    assertEquals(Optional.of("connect"), Closest.to("conect", NAMES));
    assertEquals(Optional.of("--version"), Closest.to("--verison", NAMES));
  }

  @Test
  void anotherWordMeansNothing() {
    assertEquals(Optional.empty(), Closest.to("deploy", NAMES));
    assertEquals(Optional.empty(), Closest.to("kit", NAMES));
  }
}
