package io.github.spheronssh.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What RekeyLimit says. */
final class RekeyWordsTest {
  @ParameterizedTest
  @CsvSource({
    "default,0,0",
    "none,0,0",
    "0,0,0",
    "16,16,0",
    "1M,1048576,0",
    "4g,4294967296,0",
    "1K none,1024,0",
    "default 1h30m,0,5400",
    "1M 1s,1048576,1",
    "default none,0,0"
  })
  void aVolumeAndATimeAreRead(String value, long bytes, long seconds) throws Exception {
    assertEquals(
        new RekeyWords(bytes, Duration.ofSeconds(seconds)),
        RekeyWords.parse(List.of(value.split(" ", -1))));
  }

  @ParameterizedTest
  @CsvSource({
    "15,at least 16 bytes",
    "1X,a size like 500M or default",
    "-1,a size like 500M or default",
    "16E,a size below 8E",
    "1M soon,a time like 90 or 1h30m",
    "1M 1s 1s,a size and maybe a time"
  })
  void anythingElseIsRefused(String value, String expected) {
    ConfigException e =
        assertThrows(ConfigException.class, () -> RekeyWords.parse(List.of(value.split(" ", -1))));
    assertEquals(
        "RekeyLimit: expected " + expected, e.getMessage().replaceFirst(", met '.*'$", ""));
  }
}
