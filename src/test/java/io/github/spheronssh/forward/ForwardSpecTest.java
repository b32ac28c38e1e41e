package io.github.spheronssh.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.ssh.Place;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the text of a forward is read, and that ssh reads it so too. */
final class ForwardSpecTest {
  private static final List<String> TEXTS =
      List.of(
          "8080:h:80",
          " 8080:h:80",
          "8080:h:80:",
          "127.0.0.1:8080:h:80",
          "[::1]:8080:[::1]:80",
          "*:8080:h:80",
          ":8080:h:80",
          "8080:/tmp/s",
          "h:8080:/tmp/s",
          "/tmp/s:h:80",
          "/tmp/a:/tmp/b",
          "[/tmp/a:b]:/tmp/c",
          "/tmp/a\\:b:h:80",
          "a\\:b:80:h:1",
          "127.0.0.1/8080/localhost/80",
          "8080",
          "0",
          "*:8080",
          "/tmp/s",
          "[::1]:1080",
          "8080:h",
          "h:8080",
          "0:h:80",
          "8080:h:0",
          "8080:h:65536",
          "65536:h:80",
          "-1:h:80",
          "a:b:c:d:e",
          "[::1:8080:h:80",
          "[::1]x:8080:h:80",
          "8080:h:80\\",
          "",
          ":",
          "::",
          "/x:80",
          "80:::");

  @Test
  void whatIsTakenIsWhatSshTakes() throws Exception {
    Path ssh = RealPrograms.require("ssh");
    for (String letter : List.of("-L", "-D", "-R")) {
      for (String text : TEXTS) {
        boolean oddPath = text.matches("\\[?/.+:.+|\\d+:/.+");
        if ((letter.equals("-D") && oddPath) || (letter.equals("-R") && text.equals("/x:80"))) {
          continue; // of two parts ssh takes a path and something, and has no use for that
        }
        int status = ProgramRun.of(ssh, "-F", "none", "-G", letter, text, "host").status();
        assertEquals(status == 0, isTaken(letter, text), () -> letter + " '" + text + "'");
      }
    }
  }

  private static boolean isTaken(String letter, String text) {
    try {
      switch (letter) {
        case "-L" -> ForwardSpec.local(text, false);
        case "-D" -> ForwardSpec.dynamic(text, false);
        default -> ForwardSpec.remote(text);
      }
      return true;
    } catch (ForwardException e) {
      return false;
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          local   | 8080:h:80               | localhost:8080  | h:80
          local   | 127.0.0.2:8080:h:80     | 127.0.0.2:8080  | h:80
          local   | [::1]:8080:[fe80::1]:80 | [::1]:8080      | [fe80::1]:80
          local   | *:8080:h:80             | *:8080          | h:80
          local   | :8080:h:80              | *:8080          | h:80
          local   | 8080:/tmp/s             | localhost:8080  | /tmp/s
          local   | a:8080:/tmp/s           | a:8080          | /tmp/s
          local   | /tmp/s:h:80             | /tmp/s          | h:80
          local   | /tmp/a:/tmp/b           | /tmp/a          | /tmp/b
          local   | [/tmp/a:b]:/tmp/c       | /tmp/a:b        | /tmp/c
          local   | /tmp/a\\:b:h:80          | /tmp/a:b        | h:80
          dynamic | 1080                    | localhost:1080  | socks
          dynamic | *:1080                  | *:1080          | socks
          dynamic | /tmp/s                  | /tmp/s          | socks
          remote  | 0:h:80                  | localhost:0     | h:80
          remote  | 8080                    | localhost:8080  | socks
          remote  | :8080                   | *:8080          | socks
          remote  | a:8080:h:80             | a:8080          | h:80
          remote  | 0:/tmp/s                | localhost:0     | /tmp/s
          """)
  void eachFormNamesTwoPlaces(String kind, String text, String listen, String to)
      throws ForwardException {
    ForwardSpec spec =
        switch (kind) {
          case "local" -> ForwardSpec.local(text, false);
          case "dynamic" -> ForwardSpec.dynamic(text, false);
          default -> ForwardSpec.remote(text);
        };
    assertEquals(kind.toUpperCase(Locale.ROOT), spec.kind().name());
    assertEquals(listen, spec.listen().toString());
    assertEquals(to, spec.to().map(Place::toString).orElse("socks"));
  }

  @Test
  void portsWithoutAnAddressAreForEverybodyWhereGatewayPortsSaysSo() throws ForwardException {
    assertEquals("*:8080", ForwardSpec.local("8080:h:80", true).listen().toString());
    assertEquals("*:1080", ForwardSpec.dynamic("1080", true).listen().toString());
    assertEquals("a:8080", ForwardSpec.local("a:8080:h:80", true).listen().toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"h", "[::1]", "80", ":80", "h:80:x", "h:0", "/s:80", "h:http"})
  void stdinIsJoinedToAHostAndAPortOnly(String text) {
    assertThrows(ForwardException.class, () -> ForwardSpec.stdio(text));
  }

  @Test
  void permittedPlacesAreComparedAsTheyAreWritten() {
    PermittedPlaces some = PermittedPlaces.of(List.of("a:80", "[::1]:*", "*:443")).orElseThrow();
    assertTrue(some.contain(new Place.Host("a", 80)));
    assertTrue(some.contain(new Place.Host("::1", 9)));
    assertTrue(some.contain(new Place.Host("b", 443)));
    assertFalse(some.contain(new Place.Host("a", 81)));
    assertFalse(some.contain(new Place.Host("A", 80)));
    assertFalse(PermittedPlaces.of(List.of("none")).orElseThrow().contain(new Place.Host("a", 80)));
    assertTrue(PermittedPlaces.of(List.of("any")).orElseThrow().contain(new Place.Host("a", 1)));
    assertTrue(PermittedPlaces.of(List.of("a:80", "b")).isEmpty());
  }
}
