package io.github.spheronssh.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.ssh.Place;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server's side of SOCKS. */
final class SocksTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          04 01 0050 0a000001 6d6500            | 10.0.0.1:80        | 005a000000000000
          04 01 01bb 00000001 00 612e6200       | a.b:443            | 005a000000000000
          05 01 00 05 01 00 01 0a000001 0050    | 10.0.0.1:80        | 050005000001000000000000
          05 02 01 00 05 01 00 03 03 612e62 01bb | a.b:443           | 050005000001000000000000
          05 01 00 05 01 00 04 00000000000000000000000000000001 0050 | [0:0:0:0:0:0:0:1]:80 | 050005000001000000000000
          """)
  void aClientIsConnectedToWhereItSays(String sent, String place, String answered)
      throws IOException {
    var in = input(sent + "ff");
    var socks = new Socks(in, out);
    assertEquals(place, socks.request().toString());
    assertEquals(1, in.available(), "what follows the request is left alone");
    socks.answer(Socks.Answer.GRANTED);
    assertEquals(answered, HexFormat.of().formatHex(out.toByteArray()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          47455420                             | speaks no SOCKS        | ''
          05 01 02                             | authenticate itself    | 05ff
          05 00                                | authenticate itself    | 05ff
          05 01 00 04                          | changed to version 4   | 0500
          05 01 00 05 02 00 01 0a000001 0050   | command 2              | 050005070001000000000000
          05 01 00 05 01 00 02 00              | unknown kind 2         | 050005080001000000000000
          05 01 00 05 01 00 03 00 0050         | names no host          | 050005080001000000000000
          05 01 00 05 01 00 03 02 610a 0050    | names no host          | 050005080001000000000000
          05 01 00 05 01 00 03 01 e4 0050      | names no host          | 050005080001000000000000
          04 02 0050 0a000001 00               | command 2              | 005b000000000000
          04 01 0050 00000001 00 00            | names no host          | 005b000000000000
          """)
  void whatIsNoRequestIsRefused(String sent, String reason, String answered) {
    var socks = new Socks(input(sent), out);
    var fault = assertThrows(Socks.Fault.class, socks::request);
    assertTrue(String.valueOf(fault.getMessage()).contains(reason), fault.getMessage());
    assertEquals(answered, HexFormat.of().formatHex(out.toByteArray()));
  }

  @Test
  void aNameWithoutAnEndIsNotReadForEver() {
    var socks = new Socks(input("04 01 0050 0a000001" + "61".repeat(100_000)), out);
    assertThrows(Socks.Fault.class, socks::request);
  }

  @Test
  void anythingElseIsReadToAnErrorAndNothingWorse() throws IOException {
    var random = new Random(1);
    byte[][] starts = {{4, 1}, {5, 1, 0, 5, 1, 0, 3}, {5, 1, 0, 5, 1, 0, 1}, {5}, {}};
    for (int round = 0; round < 50_000; round++) {
      byte[] start = starts[round % starts.length];
      byte[] bytes = new byte[start.length + random.nextInt(40)];
      random.nextBytes(bytes);
      System.arraycopy(start, 0, bytes, 0, start.length);
      try {
        Place.Host place = new Socks(new ByteArrayInputStream(bytes), out).request();
        assertTrue(place.name().matches("[!-~]{1,255}"), place.name());
        assertTrue(place.port() >= 0 && place.port() <= 65_535);
      } catch (Socks.Fault | EOFException e) {
        assertTrue(String.valueOf(e.getMessage()).startsWith("the client"), e.getMessage());
      }
      out.reset();
    }
  }

  private static ByteArrayInputStream input(String hex) {
    return new ByteArrayInputStream(HexFormat.of().parseHex(hex.replace(" ", "")));
  }
}
