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

  /** A process that runs a command line, as sshd runs it: through the shell. */
  ProcessBuilder command(String command, Map<String, String> requested) {
    return isWindows()
        ? process(List.of("cmd.exe", "/d", "/c", command), requested)
        : process(List.of("/bin/sh", "-c", command), requested);
  }

  /** A process that is a shell without a terminal. */
  ProcessBuilder shell(Map<String, String> requested) {
    return isWindows()
        ? process(List.of("cmd.exe", "/d", "/q"), requested)
        : process(List.of(path(), "-l"), requested);
  }

  /** A process from its words; the client may ask for a locale and a terminal type (AcceptEnv). */
  ProcessBuilder process(List<String> words, Map<String, String> requested) {
    var builder = new ProcessBuilder(words).directory(home.toFile());
    Map<String, String> environment = builder.environment();
    String systemRoot = environment.getOrDefault("SystemRoot", "");
    String systemPath = environment.getOrDefault("PATH", PATH);
    environment.clear();
    environment.put("HOME", home.toString());
    environment.put("USER", user);
    environment.put("LOGNAME", user);
    if (isWindows()) {
      environment.put("SystemRoot", systemRoot);
      environment.put("PATH", systemPath);
    } else {
      environment.put("SHELL", path());
      environment.put("PATH", PATH);
    }
    requested.forEach(
        (name, value) -> {
          if (name.equals("LANG") || name.startsWith("LC_") || name.equals("TERM")) {
            environment.put(name, value);
          }
        });
    return builder;
  }

  /** The user's shell. */
  static String path() {
    return Files.isExecutable(Path.of("/bin/bash")) ? "/bin/bash" : "/bin/sh";
  }

  private static boolean isWindows() {
    return File.separatorChar == '\\';
  }
}
