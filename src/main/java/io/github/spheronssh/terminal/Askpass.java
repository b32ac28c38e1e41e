package io.github.spheronssh.terminal;

import io.github.spheronssh.environment.Environment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The program that {@code SSH_ASKPASS} names: it gets the question as its argument and prints the
 * answer, as ssh(1) has it.
 */
final class Askpass implements Tty {
  private static final int LONGEST_ANSWER = 64 * 1024;

  /** When the program is used instead of the terminal; the words of {@code SSH_ASKPASS_REQUIRE}. */
  enum Use {
    NEVER,
    WITHOUT_TERMINAL,
    ALWAYS
  }

  private final String program;
  private final Environment environment;

  private Askpass(String program, Environment environment) {
    this.program = program;
    this.environment = environment;
  }

  /** The program, where one is named. */
  static Optional<Tty> named(Environment environment) {
    return environment.variable("SSH_ASKPASS").map(name -> new Askpass(name, environment));
  }

  /** When to use it: without a display only where that is forced. */
  static Use use(Environment environment) {
    boolean display =
        environment
            .variable("DISPLAY")
            .or(() -> environment.variable("WAYLAND_DISPLAY"))
            .isPresent();
    String required =
        environment.variable("SSH_ASKPASS_REQUIRE").orElse("").toLowerCase(Locale.ROOT);
    return switch (required) {
      case "force" -> Use.ALWAYS;
      case "prefer" -> display ? Use.ALWAYS : Use.NEVER;
      case "never" -> Use.NEVER;
      default -> display ? Use.WITHOUT_TERMINAL : Use.NEVER;
    };
  }

  @Override
  public @Nullable String readLine(String question) throws IOException {
    char[] answer = readSecret(question);
    return answer == null ? null : new String(answer);
  }

  @Override
  public char @Nullable [] readSecret(String question) throws IOException {
    return run(question, "");
  }

  @Override
  public Optional<Boolean> confirm(String question) throws IOException {
    char[] answer = run(question, "confirm");
    return Optional.of(answer != null);
  }

  /** The first line that the program prints; null where it fails, as when it is cancelled. */
  private char @Nullable [] run(String question, String kind) throws IOException {
    var builder =
        new ProcessBuilder(program, question)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .directory(environment.workingFolder().toFile());
    builder.environment().clear();
    builder.environment().putAll(environment.variables());
    builder.environment().remove("SSH_ASKPASS_PROMPT");
    if (!kind.isEmpty()) {
      builder.environment().put("SSH_ASKPASS_PROMPT", kind);
    }
    Process process = builder.start();
    process.getOutputStream().close();
    byte[] answer = new byte[0];
    try (var printed = process.getInputStream()) {
      answer = printed.readNBytes(LONGEST_ANSWER);
      return process.waitFor() == 0 ? firstLine(answer) : null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + program + " asked", e);
    } finally {
      Arrays.fill(answer, (byte) 0);
    }
  }

  private static char[] firstLine(byte[] answer) {
    int end = 0;
    while (end < answer.length && answer[end] != '\n' && answer[end] != '\r') {
      end++;
    }
    CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(answer, 0, end));
    char[] line = new char[text.remaining()];
    text.get(line);
    Arrays.fill(text.array(), '\0');
    return line;
  }
}
