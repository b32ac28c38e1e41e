package io.github.spheronssh.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.spheronssh.terminal.EscapeInput.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EscapeInputTest {
  private final StringBuilder escaped = new StringBuilder();

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      textBlock =
          """
          plain,        plain,        ""
          ~x,           ~x,           ""
          ~~x,          ~x,           ""
          a~.b,         a~.b,         ""
          ~.b,          b,            .
          N~.b,         Nb,           .
          R~.b,         Rb,           .
          ~?~?,         "",           ??
          ~.~.x~.,      x~.,          ..
          ~NR~?,        ~NR,          ?
          ~~~.,         ~~.,          ""
          "Né~?",       "Né~?",       ""
          a~,           a~,           ""
          N~,           N,            ""
          ~&more,       E,            &
          """)
  void escapesAreTakenAtTheStartOfALine(String typed, String sent, String taken) throws Exception {
    for (int chunk : new int[] {2, 3, 64 * 1024}) {
      escaped.setLength(0);
      assertEquals(keys(sent), read(keys(typed), chunk), "in pieces of " + chunk);
      assertEquals(taken, escaped.toString());
    }
  }

  private String read(String typed, int chunk) throws IOException {
    InputStream keys = new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8));
    var input = new EscapeInput(keys, '~', this::take);
    var sent = new java.io.ByteArrayOutputStream();
    byte[] bytes = new byte[chunk];
    for (int count = input.read(bytes); count >= 0; count = input.read(bytes)) {
      sent.write(bytes, 0, count);
    }
    return sent.toString(StandardCharsets.UTF_8);
  }

  private Verdict take(int key) {
    return switch (key) {
      case '.', '?' -> {
        escaped.append((char) key);
        yield Verdict.DONE;
      }
      case '&' -> {
        escaped.append('&');
        yield Verdict.LAST;
      }
      default -> Verdict.UNKNOWN;
    };
  }

  private static String keys(String text) {
    return text.replace('N', '\n').replace('R', '\r').replace('E', '\4');
  }
}
