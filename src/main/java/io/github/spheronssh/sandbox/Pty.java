package io.github.spheronssh.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A real terminal for a process, made by script(1), since Java can't open one; stty(1) gives it its
 * size. Without these two programs a shell has no terminal, like under {@code ssh -T}.
 */
final class Pty {
  private static final Path SCRIPT = Path.of("/usr/bin/script");
  private static final boolean BSD = System.getProperty("os.name", "").startsWith("Mac");

  private Pty() {}

  static boolean isAvailable() {
    return Files.isExecutable(SCRIPT);
  }

  /** Whether the client asked for a terminal: its size then stands among the variables. */
  static boolean isAskedFor(Map<String, String> requested) {
    return requested.containsKey("COLUMNS") && requested.containsKey("LINES");
  }

  /**
   * A process in a terminal.
   *
   * @param line what to run, for a shell
   * @param file where the terminal's name will stand, for changes of its size
   */
  static Launch launch(
      String line,
      Map<String, String> requested,
      Path file,
      Function<List<String>, ProcessBuilder> process) {
    // script leaves a terminal that it did not inherit in raw mode.
    String prepared =
        "tty >%s; stty sane; stty %s; exec %s"
            .formatted(LoginShell.quoted(file.toString()), String.join(" ", size(requested)), line);
    List<String> words =
        BSD
            ? List.of(SCRIPT.toString(), "-q", "/dev/null", "/bin/sh", "-c", prepared)
            : List.of(SCRIPT.toString(), "-qefc", prepared, "/dev/null");
    return new Launch(process.apply(words), Optional.of(file));
  }

  /** Gives the terminal another size; whoever runs in it gets a SIGWINCH. */
  static void resize(Path file, Map<String, String> requested) throws IOException {
    if (!Files.exists(file)) {
      return; // the process has not come as far as to have a terminal
    }
    String terminal = Files.readString(file).strip();
    if (terminal.startsWith("/dev/")) {
      var words = new java.util.ArrayList<>(List.of("stty", BSD ? "-f" : "-F", terminal));
      words.addAll(size(requested));
      new ProcessBuilder(words)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    }
  }

  private static List<String> size(Map<String, String> requested) {
    return List.of("rows", number(requested, "LINES"), "cols", number(requested, "COLUMNS"));
  }

  /** A number from outside goes into a shell's line: nothing else may. */
  private static String number(Map<String, String> requested, String name) {
    String text = requested.getOrDefault(name, "");
    return text.matches("[0-9]{1,5}") ? text : "0";
  }
}
