package io.github.spheronssh.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.spheronssh.terminal.Screen.Size;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TerminalModesTest {
  private static final String GNU =
      """
      speed 38400 baud; rows 41; columns 90; line = 0;
      intr = ^C; quit = ^\\; erase = ^?; kill = ^U; eof = ^D; eol = <undef>; eol2 = M-^?;
      swtch = <undef>; start = ^Q; susp = ^Z; min = 1; time = 0;
      -parenb cs8 -ixany icrnl -ixoff iutf8
      opost onlcr isig icanon -echo echoe echoctl
      """;

  private static final String BSD =
      """
      speed 9600 baud; 24 rows; 80 columns;
      lflags: icanon isig iexten -echo echoe -echok
      iflags: -istrip icrnl -ixany iutf8
      oflags: opost onlcr -oxtabs
      cflags: cread cs8 -parenb
      cchars: discard = ^O; dsusp = ^Y; eof = ^D; erase = ^?; intr = ^C;
      \treprint = ^R; status = ^T; eol = <undef>;
      """;

  @Test
  void gnusWordsAreRead() {
    TerminalModes modes = TerminalModes.parse(GNU);

    assertEquals(Optional.of(new Size(90, 41)), modes.size());
    assertModes(
        modes,
        Map.ofEntries(
            Map.entry(1, 3), // VINTR
            Map.entry(2, 28), // VQUIT
            Map.entry(3, 127), // VERASE
            Map.entry(5, 4), // VEOF
            Map.entry(6, 255), // VEOL, off
            Map.entry(7, 255), // VEOL2, M-^?
            Map.entry(36, 1), // ICRNL
            Map.entry(39, 0), // IXANY
            Map.entry(42, 1), // IUTF8
            Map.entry(50, 1), // ISIG
            Map.entry(53, 0), // ECHO
            Map.entry(70, 1), // OPOST
            Map.entry(72, 1), // ONLCR
            Map.entry(91, 1), // CS8
            Map.entry(92, 0), // PARENB
            Map.entry(128, 38400),
            Map.entry(129, 38400)));
  }

  @Test
  void bsdsWordsAreRead() {
    TerminalModes modes = TerminalModes.parse(BSD);

    assertEquals(Optional.of(new Size(80, 24)), modes.size());
    assertModes(
        modes, Map.of(1, 3, 11, 25, 12, 18, 17, 20, 18, 15, 33, 0, 53, 0, 54, 1, 91, 1, 129, 9600));
  }

  @Test
  void whatIsNotToldIsNotSent() {
    TerminalModes modes = TerminalModes.parse("speed 38400 baud; rows 0; columns 0;\nflow = ^S;\n");

    assertEquals(Optional.empty(), modes.size());
    assertFalse(modes.byOpcode().containsKey(53));
    assertEquals(2, modes.byOpcode().size());
  }

  private static void assertModes(TerminalModes modes, Map<Integer, Integer> expected) {
    expected.forEach(
        (opcode, value) -> assertEquals(value, modes.byOpcode().get(opcode), "opcode " + opcode));
  }
}
