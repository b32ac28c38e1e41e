package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.ssh.Program;
import io.github.spheronssh.terminal.Posix;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code -f} asks for. A JVM can't fork once it is logged in, so a second process does all the
 * work from the start, questions included, and tells the first by a socket when it has begun; the
 * first ends then and the second goes on without a terminal.
 */
final class Background {
  private static final String WORD = "SPHERON_SSH_BACKGROUND";

  private Background() {}

  /** Whether this process is the one that does the work. */
  static boolean isHere(Environment environment) {
    return environment.variable(WORD).isPresent();
  }

  /**
   * Refuses to leave a shell in the background, which nobody could type to.
   *
   * @throws SpheronSshException where nothing but a shell would run
   */
  static void refuseWithoutCommand(Optional<Program> program) throws SpheronSshException {
    if (program.isPresent() && program.get() instanceof Program.Shell) {
      throw new SpheronSshException(
          "-f needs a command to run in the background, or -N",
          "spheron-ssh connect -f TARGET COMMAND");
    }
  }

  /** Starts the second process on the same command line; the status is its own where it fails. */
  static int start(Environment environment, List<String> arguments) throws SpheronSshException {
    var words = new ArrayList<String>();
    words.add(OwnProgram.find(environment).launcher().toString());
    words.addAll(arguments);
    Path folder = null;
    try {
      folder = Files.createTempDirectory("spheron-ssh-");
      return start(words, folder.resolve("begun"));
    } catch (IOException e) {
      throw new SpheronSshException(
          "could not go to the background: " + e.getMessage(), "leave -f out and use &", e);
    } finally {
      if (folder != null) {
        remove(folder);
      }
    }
  }

  private static int start(List<String> words, Path socket) throws IOException {
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      var builder = new ProcessBuilder(words).inheritIO().redirectInput(Redirect.from(nothing()));
      builder.environment().put(WORD, socket.toString());
      Process process = builder.start();
      var hook = new Thread(process::destroy, "background-end");
      Runtime.getRuntime().addShutdownHook(hook);
      var _ = process.onExit().thenRun(() -> close(server));
      boolean begun = begun(server);
      Runtime.getRuntime().removeShutdownHook(hook);
      return begun ? ExitCode.OK : process.onExit().join().exitValue();
    }
  }

  private static boolean begun(ServerSocketChannel server) {
    try (SocketChannel word = server.accept()) {
      return word.read(ByteBuffer.allocate(1)) == 1;
    } catch (IOException e) {
      return false; // it ended first, and said why
    }
  }

  /** Tells the first process that the login is done, and leaves the terminal. */
  static void begin(Environment environment) throws SpheronSshException {
    Path socket = Path.of(environment.variable(WORD).orElseThrow());
    try (var word = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      if (!environment.isWindows()) {
        Posix.leaveTerminal();
      }
      word.write(ByteBuffer.wrap(new byte[] {1}));
    } catch (IOException e) {
      throw new SpheronSshException(
          "could not go to the background: " + e.getMessage(), "leave -f out and use &", e);
    }
  }

  private static File nothing() {
    return new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");
  }

  private static void close(ServerSocketChannel server) {
    try {
      server.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void remove(Path folder) throws SpheronSshException {
    try {
      Files.deleteIfExists(folder.resolve("begun"));
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new SpheronSshException("could not remove " + folder + ": " + e.getMessage(), null, e);
    }
  }
}
