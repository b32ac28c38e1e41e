package io.github.spheronssh.terminal;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/** A list from which a person chooses a row by its number, where the screen can't be drawn on. */
record NumberedList(String title, List<String> rows) {
  /** The row that the person chooses; empty where they leave. */
  OptionalInt choose(Tty person) throws IOException {
    String question = question();
    while (true) {
      String answer = person.readLine(question);
      if (answer == null || answer.isBlank() || answer.strip().equalsIgnoreCase("q")) {
        return OptionalInt.empty();
      }
      if (answer.strip().matches("\\d{1,6}")) {
        int number = Integer.parseInt(answer.strip());
        if (number >= 1 && number <= rows.size()) {
          return OptionalInt.of(number - 1);
        }
      }
      question = "A number from 1 to %d, or nothing to leave: ".formatted(rows.size());
    }
  }

  private String question() {
    var text = new StringBuilder(Visible.line(title)).append('\n');
    for (int i = 0; i < rows.size(); i++) {
      text.append("%3d  %s\n".formatted(i + 1, Visible.line(rows.get(i))));
    }
    return text.append("Number, or nothing to leave: ").toString();
  }
}
