package io.github.spheronssh.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.spheronssh.cli.Main;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.terminal.Terminal;
import io.github.spheronssh.terminal.Tty;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** What became of a command that a test ran in-process, with an environment of its own. */
public record TestRun(int status, String out, String err, List<String> questions) {

  /** Runs a command with nobody to ask. */
  public static TestRun of(Map<String, String> variables, String... arguments) {
    return run(variables, null, arguments);
  }

  /** Runs a command with a person who gives these answers, one a question, and then leaves. */
  public static TestRun answering(
      List<String> answers, Map<String, String> variables, String... arguments) {
    return run(variables, new Person(answers), arguments);
  }

  private static TestRun run(
      Map<String, String> variables, @Nullable Person person, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var terminal =
        new Terminal(new ByteArrayInputStream(new byte[0]), out, err, false, false, person);
    var properties = new Properties();
    properties.setProperty("user.name", "zoe");
    properties.setProperty("spheron.ssh.folder", "/none");
    int status = Main.run(List.of(arguments), terminal, Environment.of(variables, properties));
    List<String> asked = person == null ? List.of() : List.copyOf(person.questions);
    return new TestRun(status, out.toString(UTF_8), err.toString(UTF_8), asked);
  }

  private static final class Person implements Tty {
    private final Queue<String> answers;
    private final List<String> questions = new ArrayList<>();

    Person(List<String> answers) {
      this.answers = new ArrayDeque<>(answers);
    }

    @Override
    public @Nullable String readLine(String question) {
      questions.add(question);
      return answers.poll();
    }

    @Override
    public char @Nullable [] readSecret(String question) {
      String answer = readLine(question);
      return answer == null ? null : answer.toCharArray();
    }
  }
}
