package io.github.spheronssh.sandbox;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The processes of an instance: they run as whoever started the sandbox, in the instance's home and
 * with an environment that holds nothing of the sandbox's own.
 *
 * @param home the instance's home
 * @param user the name that was logged in with
 */
record LoginShell(Path home, String user) {
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /**
   * A command line, as sshd runs it: through the shell, in a terminal where the client asked for
   * one. An empty one is a shell to type at.
   *
   * @param requested the variables that the client asked for, those of its terminal included
   */
  Launch launch(String command, Map<String, String> requested) {
    if (isWindows()) {
      List<String> words =
          command.isEmpty() ? List.of("cmd.exe", "/q") : List.of("cmd.exe", "/d", "/c", command);
      return Launch.without(process(words, requested));
    }
    if (Pty.isAskedFor(requested) && Pty.isAvailable()) {
      String line = command.isEmpty() ? shell() + " -l" : "/bin/sh -c " + quoted(command);
      Path file = home.resolveSibling("terminal-" + RandomText.id());
      return Pty.launch(line, requested, file, words -> process(words, requested));
    }
    List<String> words =
        command.isEmpty() ? List.of(shell(), "-l") : List.of("/bin/sh", "-c", command);
    return Launch.without(process(words, requested));
  }

  /** The text as one word of the shell. */
  static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private ProcessBuilder process(List<String> words, Map<String, String> requested) {
    var builder = new ProcessBuilder(words).directory(home.toFile());
    Map<String, String> environment = builder.environment();
    Map<String, String> outer = Map.copyOf(environment);
    environment.clear();
    environment.put("HOME", home.toString());
    environment.put("USER", user);
    environment.put("LOGNAME", user);
    if (isWindows()) {
      environment.put("SystemRoot", outer.getOrDefault("SystemRoot", "C:\\Windows"));
      environment.put("Path", outer.getOrDefault("Path", ""));
    } else {
      environment.put("SHELL", shell());
      environment.put("PATH", Gpus.folder(home) + File.pathSeparator + PATH);
    }
    requested.forEach(
        (name, value) -> {
          if (name.equals("LANG") || name.startsWith("LC_") || name.equals("TERM")) {
            environment.put(name, value);
          }
        });
    return builder;
  }

  private static String shell() {
    return Files.isExecutable(Path.of("/bin/bash")) ? "/bin/bash" : "/bin/sh";
  }

  private static boolean isWindows() {
    return File.separatorChar == '\\';
  }
}
