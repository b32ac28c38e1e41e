package io.github.spheronssh.transcript;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares lines with those expected; what a name once stood for, it stands for again. */
final class Expectation {
  private static final Pattern NAME = Pattern.compile("<([a-z][a-z0-9-]*)(\\.\\.\\.)?>");
  private static final String ANY_LINES = "[...]";

  private final Map<String, String> known = new HashMap<>();

  /** Fails with both texts side by side where the lines differ from the expected ones. */
  void check(String where, List<String> expected, String actual) {
    String wanted = String.join("\n", expected).stripTrailing();
    String met = actual.stripTrailing();
    var groups = new HashMap<String, String>();
    Matcher matcher = Pattern.compile(regex(expected, groups)).matcher(met);
    if (!matcher.matches()) {
      assertEquals(wanted, met, where);
      return;
    }
    groups.forEach((group, name) -> known.put(name, matcher.group(group)));
  }

  private String regex(List<String> expected, Map<String, String> groups) {
    var regex = new StringBuilder();
    int last = expected.size();
    while (last > 0 && expected.get(last - 1).isBlank()) {
      last--;
    }
    for (String line : expected.subList(0, last)) {
      if (line.equals(ANY_LINES)) {
        regex.append("(?:(?:.*\n)*?.*)");
      } else {
        append(regex, line, groups);
      }
      regex.append('\n');
    }
    return regex.toString().stripTrailing();
  }

  private void append(StringBuilder regex, String line, Map<String, String> groups) {
    int from = 0;
    for (Matcher each = NAME.matcher(line); each.find(); from = each.end()) {
      regex.append(Pattern.quote(line.substring(from, each.start())));
      String name = each.group(1);
      String before = known.get(name);
      String group = "n" + groups.size();
      if (before != null) {
        regex.append(Pattern.quote(before));
      } else if (groups.containsValue(name)) {
        String first =
            groups.entrySet().stream()
                .filter(entry -> entry.getValue().equals(name))
                .findFirst()
                .orElseThrow()
                .getKey();
        regex.append("\\k<").append(first).append('>');
      } else {
        groups.put(group, name);
        regex.append("(?<").append(group).append('>');
        regex.append(each.group(2) == null ? "\\S+)" : ".+)");
      }
    }
    regex.append(Pattern.quote(line.substring(from)));
  }
}
