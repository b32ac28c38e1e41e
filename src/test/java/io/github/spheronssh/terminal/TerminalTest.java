package io.github.spheronssh.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TerminalTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void whereNobodyIsThereTheOptionIsNamed() {
    var e =
        assertThrows(
            NoTerminalException.class, () -> terminal(null).ask("Name: ", "give --name NAME"));

    assertEquals("nobody is there to answer: Name", e.getMessage());
    assertEquals(Optional.of("give --name NAME"), e.hint());
  }

  @Test
  void nobodyIsAskedWhereQuestionsAreUnwanted() {
    var person = new Person("ada");
    Terminal terminal = terminal(person);
    terminal.speak(terminal.manner().withoutQuestions());

    assertThrows(NoTerminalException.class, () -> terminal.readSecret("Passphrase: ", "--x"));
    assertFalse(terminal.isInteractive());
    assertTrue(person.asked.isEmpty());
  }

  @Test
  void theEndOfInputIsNoAnswer() {
    var e =
        assertThrows(
            NoTerminalException.class, () -> terminal(new Person()).confirm("Sure?", "--yes"));

    assertEquals("not answered: Sure", e.getMessage());
  }

  @Test
  void aQuestionIsAskedAgainUntilItIsYesOrNo() throws Exception {
    var person = new Person("perhaps", " YES ", "n");

    assertTrue(terminal(person).confirm("Sure? ", "--yes"));
    assertFalse(terminal(person).confirm("Sure? ", "--yes"));
    assertEquals(List.of("Sure? ", "Sure? ", "Sure? "), person.asked);
  }

  @Test
  void questionsShowControlCharacters() throws Exception {
    var person = new Person("x");

    terminal(person).ask("Name of \033[2Jhost: ", "--name");

    assertEquals(List.of("Name of \\x1b[2Jhost: "), person.asked);
  }

  @Test
  void aSecretIsTheCallers() throws Exception {
    assertArrayEquals(
        "s3cret".toCharArray(), terminal(new Person("s3cret")).readSecret("Passphrase: ", "--x"));
  }

  @Test
  void bytesGoOutAsTheyAre() throws IOException {
    byte[] bytes = {0, (byte) 0xff, '\r', '\n', (byte) 0x80};

    terminal(null).rawOut().write(bytes);

    assertArrayEquals(bytes, out.toByteArray());
  }

  @Test
  void lostOutputIsRememberedForText() {
    var terminal =
        new Terminal(
            InputStream.nullInputStream(),
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("No space left on device");
              }
            },
            err,
            false,
            false,
            null);

    terminal.out().println("data");

    assertEquals(
        Optional.of("No space left on device"), terminal.flush().map(Throwable::getMessage));
  }

  @Test
  void detailsComeWhenAskedFor() {
    Terminal terminal = terminal(null);
    terminal.detail(1, () -> "unseen");
    terminal.speak(terminal.manner().withVerbosity(2));
    terminal.detail(2, () -> "seen\007");
    terminal.detail(3, () -> "unseen");

    assertEquals("debug2: seen\\x07\n", err.toString(UTF_8).replace("\r\n", "\n"));
  }

  private Terminal terminal(@Nullable Tty tty) {
    return new Terminal(InputStream.nullInputStream(), out, err, false, false, tty);
  }

  /** Answers one after the other, and then no more. */
  private static final class Person implements Tty {
    private final Deque<String> answers;
    private final List<String> asked = new java.util.ArrayList<>();

    Person(String... answers) {
      this.answers = new ArrayDeque<>(List.of(answers));
    }

    @Override
    public @Nullable String readLine(String question) {
      asked.add(question);
      return answers.poll();
    }

    @Override
    public char @Nullable [] readSecret(String question) {
      String answer = readLine(question);
      return answer == null ? null : answer.toCharArray();
    }
  }
}
