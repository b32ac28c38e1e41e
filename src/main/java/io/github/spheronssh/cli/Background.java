package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.share.ControlSocket;
import io.github.spheronssh.ssh.Program;
import io.github.spheronssh.terminal.Posix;
import io.github.spheronssh.terminal.Terminal;
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
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What {@code -f} and ControlPersist ask for. A JVM can't fork once it is logged in, so a second
 * process does all the work from the start, questions included, and tells the first by a socket
 * when it has begun; the first ends then and the second goes on without a terminal.
 */
final class Background {
  private static final String WORD = "SPHERON_SSH_BACKGROUND";
  private static final String MASTER = "SPHERON_SSH_MASTER";
  private static final byte BEGUN = 1;
  private static final byte TAKEN = 2;

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
    return started(
            environment,
            arguments,
            (words, socket) -> {
              var builder = builder(words, socket).inheritIO();
              return builder.redirectInput(Redirect.from(nothing()));
            },
            _ -> () -> {})
        .status();
  }

  /** What became of a master that was to go on in the background. */
  enum Mastery {
    /** It serves. */
    SERVES,
    /** Another process is the master by now. */
    TAKEN,
    /** It ended first, and said why. */
    FAILED
  }

  /**
   * What became of a second process.
   *
   * @param status what this process has to end with
   */
  record Outcome(Mastery mastery, int status) {}

  /** Whether this process is to be the master at this socket, and nothing else. */
  static boolean isMaster(Environment environment, ControlSocket socket) {
    return environment.variable(MASTER).filter(socket.toString()::equals).isPresent();
  }

  /**
   * Starts a second process on the same command line, which logs in, becomes the master at a socket
   * and goes on in the background. Until then it writes to this one's output, which LocalCommand
   * does; what else it has to say is passed on. Afterwards it holds no stream of this one open.
   */
  static Outcome startMaster(Context context, List<String> arguments, ControlSocket socket)
      throws SpheronSshException {
    return started(
        context.environment(),
        arguments,
        (words, begun) -> {
          var builder = builder(words, begun).redirectInput(Redirect.from(nothing()));
          builder.environment().put(MASTER, socket.toString());
          return builder.redirectOutput(Redirect.INHERIT);
        },
        process -> pass(process, context.terminal()));
  }

  private static ProcessBuilder builder(List<String> words, Path socket) {
    var builder = new ProcessBuilder(words);
    builder.environment().put(WORD, socket.toString());
    return builder;
  }

  /** Passes on what a process says; what is returned waits for the rest of one that ended. */
  private static Runnable pass(Process process, Terminal terminal) {
    var passing = new CompletableFuture<@Nullable Void>();
    Thread.ofVirtual()
        .name("background-errors")
        .start(
            () -> {
              try (var said = process.getErrorStream()) {
                said.transferTo(terminal.err());
              } catch (IOException e) {
                terminal.detail(1, () -> "the master says no more: " + e.getMessage());
              } finally {
                passing.complete(null);
              }
            });
    return () -> {
      if (!process.isAlive()) {
        passing.join();
      }
    };
  }

  /** How a second process is made of its command line and of the socket where it reports. */
  private interface Making {
    ProcessBuilder of(List<String> words, Path socket);
  }

  private static Outcome started(
      Environment environment,
      List<String> arguments,
      Making making,
      Function<Process, Runnable> watch)
      throws SpheronSshException {
    var words = new ArrayList<String>();
    words.add(OwnProgram.find(environment).launcher().toString());
    words.addAll(arguments);
    Path folder = null;
    try {
      folder = Files.createTempDirectory("spheron-ssh-");
      Path socket = folder.resolve("begun");
      return started(making.of(words, socket), socket, watch);
    } catch (IOException e) {
      throw new SpheronSshException(
          "could not go to the background: " + e.getMessage(), "leave -f out and use &", e);
    } finally {
      if (folder != null) {
        remove(folder);
      }
    }
  }

  private static Outcome started(
      ProcessBuilder builder, Path socket, Function<Process, Runnable> watch) throws IOException {
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      Process process = builder.start();
      var hook = new Thread(process::destroy, "background-end");
      Runtime.getRuntime().addShutdownHook(hook);
      Runnable watching = watch.apply(process);
      var _ = process.onExit().thenRun(() -> close(server));
      Mastery word = word(server);
      int status = word == Mastery.SERVES ? ExitCode.OK : process.onExit().join().exitValue();
      watching.run();
      Runtime.getRuntime().removeShutdownHook(hook);
      return new Outcome(word, status);
    }
  }

  private static Mastery word(ServerSocketChannel server) {
    try (SocketChannel word = server.accept()) {
      ByteBuffer said = ByteBuffer.allocate(1);
      if (word.read(said) < 1) {
        return Mastery.FAILED;
      }
      return said.get(0) == TAKEN ? Mastery.TAKEN : Mastery.SERVES;
    } catch (IOException e) {
      return Mastery.FAILED; // it ended first, and said why
    }
  }

  /** Tells the first process that the login is done, and leaves the terminal. */
  static void begin(Environment environment) throws SpheronSshException {
    tell(environment, BEGUN);
  }

  /** Tells the first process that another one is the master by now. */
  static void leaveTo(Environment environment) throws SpheronSshException {
    tell(environment, TAKEN);
  }

  private static void tell(Environment environment, byte what) throws SpheronSshException {
    Path socket = Path.of(environment.variable(WORD).orElseThrow());
    try (var word = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      if (!environment.isWindows()) {
        Posix.leaveTerminal();
      }
      word.write(ByteBuffer.wrap(new byte[] {what}));
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
