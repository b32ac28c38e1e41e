package io.github.spheronssh.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A home for servers that look for authorized_keys in the home of the password file alone: in mount
 * and process namespaces of their own they find a folder of the test there. Making those takes
 * root, or sudo that asks nothing.
 */
final class PrivateHome implements AutoCloseable {
  // The end of stdin ends the server; its children go with their namespace.
  private static final String SCRIPT =
      """
      mount --bind "$1" "$2" || exit 1
      shift 2
      "$@" &
      read -r end
      """;

  private final Path home;
  private final Process process;
  private final BufferedReader said;

  private PrivateHome(Path home, Process process) {
    this.home = home;
    this.process = process;
    this.said = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts a server in whose eyes the tester's home is a new folder within this one. */
  static PrivateHome start(Path folder, List<String> server) throws Exception {
    Path home = Files.createDirectories(folder.resolve("home"));
    Files.createDirectories(home.resolve(".ssh"));
    var command = new ArrayList<String>();
    if (!System.getProperty("user.name").equals("root")) {
      command.addAll(List.of(RealPrograms.require("sudo").toString(), "-n"));
    }
    command.addAll(
        List.of(RealPrograms.require("unshare").toString(), "-m", "-p", "-f", "--mount-proc"));
    var trial = new ArrayList<>(command);
    trial.add("true");
    if (ProgramRun.of(trial.toArray()).status() != 0) {
      RealPrograms.missing("namespaces of its own, for root or by sudo");
    }
    command.addAll(
        List.of("sh", "-c", SCRIPT, "sh", home.toString(), System.getProperty("user.home")));
    command.addAll(server);
    return new PrivateHome(home, new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /** The next line that the server says on stdout or stderr. */
  String line() throws IOException {
    String line = said.readLine();
    if (line == null) {
      throw new AssertionError("the server did not start");
    }
    return line;
  }

  void authorize(String authorizedKeysLine) throws IOException {
    Files.writeString(
        home.resolve(".ssh/authorized_keys"),
        authorizedKeysLine + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new AssertionError("the server can't be ended", e);
    }
    process.onExit().join();
  }
}
