package io.github.spheronssh.terminal;

import io.github.spheronssh.terminal.Screen.Size;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code stty -a} tells, by the opcodes of RFC 4254, section 8, and RFC 8160. Both the words
 * of GNU ({@code rows 24;}) and of BSD and macOS ({@code 24 rows;}) are read.
 */
record TerminalModes(Map<Integer, Integer> byOpcode, Optional<Size> size) {
  private static final int ISPEED = 128;
  private static final int OSPEED = 129;

  /** The value that switches a control character off. */
  private static final int DISABLED = 255;

  /** Opcodes 1 to 18; where systems differ in the word, the other one follows after a comma. */
  private static final String CHARACTERS =
      "intr quit erase kill eof eol eol2 start stop susp dsusp rprnt,reprint werase lnext flush"
          + " swtch,swtch status discard";

  private static final String FROM_30 =
      "ignpar parmrk inpck istrip inlcr igncr icrnl iuclc ixon ixany ixoff imaxbel iutf8";
  private static final String FROM_50 =
      "isig icanon xcase echo echoe echok echonl noflsh tostop iexten echoctl echoke pendin";
  private static final String FROM_70 = "opost olcuc onlcr ocrnl onocr onlret";
  private static final String FROM_90 = "cs7 cs8 parenb parodd";

  private static final Pattern CHARACTER = Pattern.compile("([a-z0-9]+) = (\\S+);");
  private static final Pattern FLAG = Pattern.compile("(?<![\\w=])(-?)([a-z]+[0-9]?)(?![\\w ]* =)");
  private static final Pattern SPEED = Pattern.compile("speed (\\d{1,9}) baud");
  private static final Pattern ROWS = Pattern.compile("rows (\\d{1,5});|(\\d{1,5}) rows;");
  private static final Pattern COLUMNS = Pattern.compile("columns (\\d{1,5});|(\\d{1,5}) columns;");

  static TerminalModes parse(String settings) {
    var modes = new TreeMap<Integer, Integer>();
    Map<String, Integer> characters = opcodes(1, CHARACTERS);
    for (Matcher each = CHARACTER.matcher(settings); each.find(); ) {
      Integer opcode = characters.get(each.group(1));
      if (opcode != null) {
        modes.put(opcode, character(each.group(2)));
      }
    }
    Map<String, Integer> flags = opcodes(30, FROM_30);
    flags.putAll(opcodes(50, FROM_50));
    flags.putAll(opcodes(70, FROM_70));
    flags.putAll(opcodes(90, FROM_90));
    String others = CHARACTER.matcher(settings).replaceAll("");
    for (Matcher each = FLAG.matcher(others); each.find(); ) {
      Integer opcode = flags.get(each.group(2));
      if (opcode != null) {
        modes.put(opcode, each.group(1).isEmpty() ? 1 : 0);
      }
    }
    Matcher speed = SPEED.matcher(settings);
    if (speed.find()) {
      modes.put(ISPEED, Integer.valueOf(speed.group(1)));
      modes.put(OSPEED, Integer.valueOf(speed.group(1)));
    }
    return new TerminalModes(Map.copyOf(modes), size(settings));
  }

  private static Optional<Size> size(String settings) {
    int columns = number(COLUMNS, settings);
    int rows = number(ROWS, settings);
    return columns > 0 && rows > 0 ? Optional.of(new Size(columns, rows)) : Optional.empty();
  }

  private static int number(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      return 0;
    }
    return Integer.parseInt(found.group(1) == null ? found.group(2) : found.group(1));
  }

  /** A control character as stty writes it: {@code ^C}, {@code ^?}, {@code M-^?}, {@code undef}. */
  private static int character(String text) {
    if (text.equals("<undef>") || text.equals("undef")) {
      return DISABLED;
    }
    if (text.startsWith("M-")) {
      return character(text.substring(2)) | 0x80;
    }
    if (text.length() == 2 && text.charAt(0) == '^') {
      return text.charAt(1) == '?' ? 0x7f : text.charAt(1) & 0x1f;
    }
    return text.length() == 1 ? text.charAt(0) & 0xff : DISABLED;
  }

  private static Map<String, Integer> opcodes(int first, String words) {
    var opcodes = new HashMap<String, Integer>();
    int opcode = first;
    for (String word : words.split(" ", -1)) {
      for (String name : word.split(",", -1)) {
        opcodes.put(name, opcode);
      }
      opcode++;
    }
    return opcodes;
  }
}
