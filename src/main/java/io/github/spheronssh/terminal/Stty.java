package io.github.spheronssh.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The POSIX program {@code stty}, run on one terminal: Java itself can't change its modes. */
final class Stty {
  private static final int LONGEST_ANSWER = 16 * 1024;

  private final Path program;
  private final Path device;

  private Stty(Path program, Path device) {
    this.program = program;
    this.device = device;
  }

  /** Stty for a terminal, found where systems keep it or else on the given PATH. */
  static Stty on(Path device, String path) throws IOException {
    Path program =
        Stream.concat(Stream.of("/usr/bin", "/bin"), Stream.of(path.split(":")))
            .filter(folder -> folder.startsWith("/"))
            .map(folder -> Path.of(folder, "stty"))
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(() -> new IOException("there is no stty in /usr/bin, /bin or PATH"));
    return new Stty(program, device);
  }

  /** All settings in the form that {@link #restore} takes. */
  String save() throws IOException {
    return run("-g").strip();
  }

  /** Puts the settings back; a ^C typed meanwhile goes to stty too, so it gets a second chance. */
  void restore(String saved) throws IOException {
    try {
      run(saved);
    } catch (IOException interrupted) {
      run(saved);
    }
  }

  /** Runs stty with these arguments, and returns what it answers. */
  String run(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(List.of(arguments));
    var builder =
        new ProcessBuilder(command).redirectInput(device.toFile()).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    try (var answer = process.getInputStream()) {
      String text = new String(answer.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
      int status = process.waitFor();
      if (status != 0) {
        throw new IOException("stty ended with " + status + ": " + text.strip());
      }
      return text;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while stty ran", e);
    }
  }
}
