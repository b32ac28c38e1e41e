package io.github.spheronssh.transcript;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.terminal.Tty;
import io.github.spheronssh.transcript.Transcript.Answer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A person who answers as the transcript says, and is surprised by any other question. */
final class ScriptedTty implements Tty {
  private final Deque<Answer> answers;

  ScriptedTty(List<Answer> answers) {
    this.answers = new ArrayDeque<>(answers);
  }

  /** Fails where a question that was expected never came. */
  void assertAllAsked() {
    assertTrue(answers.isEmpty(), () -> "never asked: " + answers);
  }

  @Override
  public @Nullable String readLine(String question) {
    assertFalse(answers.isEmpty(), () -> "nothing answers: " + question);
    Answer next = answers.remove();
    assertTrue(
        question.toLowerCase(Locale.ROOT).contains(next.words().toLowerCase(Locale.ROOT)),
        () -> "expected a question with '" + next.words() + "', was asked: " + question);
    return next.text().equals("^D") ? null : next.text();
  }

  @Override
  public char @Nullable [] readSecret(String question) {
    String answer = readLine(question);
    return answer == null ? null : answer.toCharArray();
  }
}
