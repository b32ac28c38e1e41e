package io.github.spheronssh.transcript;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A typed command, taken apart as a shell does; no shell is asked. */
record CommandWords(Map<String, String> variables, List<String> words, Optional<String> stdin) {
  static CommandWords parse(String command, String home) {
    var variables = new HashMap<String, String>();
    var words = new ArrayList<String>();
    Optional<String> stdin = Optional.empty();
    List<String> all = split(command, home);
    for (int i = 0; i < all.size(); i++) {
      String word = all.get(i);
      if (words.isEmpty() && word.matches("[A-Z_]+=.*")) {
        variables.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
      } else if (word.equals("<")) {
        stdin = Optional.of(all.get(++i));
      } else {
        words.add(word);
      }
    }
    return new CommandWords(Map.copyOf(variables), List.copyOf(words), stdin);
  }

  private static List<String> split(String command, String home) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    boolean begun = false;
    char quote = 0;
    for (int i = 0; i < command.length(); i++) {
      char c = command.charAt(i);
      if (quote != 0 && c == quote) {
        quote = 0;
      } else if (quote != 0) {
        word.append(c);
      } else if (c == '\'' || c == '"') {
        quote = c;
        begun = true;
      } else if (c == ' ') {
        if (begun) {
          words.add(word.toString());
          word.setLength(0);
          begun = false;
        }
      } else if (c == '~' && !begun && command.startsWith("~/", i)) {
        word.append(home);
        begun = true;
      } else {
        word.append(c);
        begun = true;
      }
    }
    if (begun) {
      words.add(word.toString());
    }
    return words;
  }
}
