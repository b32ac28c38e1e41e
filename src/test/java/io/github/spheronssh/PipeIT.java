package io.github.spheronssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.PackageUser;
import io.github.spheronssh.testing.PackagedProgram.Result;
import io.github.spheronssh.testing.RealPrograms;
import io.github.spheronssh.testing.RealSshd;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A command on a real server behaves in a pipeline as one on this machine would. */
@EnabledOnOs(OS.LINUX) // which has /dev/full, and an env(1) that undoes ignored signals
final class PipeIT {
  private static final int MEGABYTE = 1 << 20;

  @TempDir static Path folder;
  private static RealSshd server;
  private static PackageUser user;

  @BeforeAll
  static void start() throws Exception {
    server = RealSshd.start(Files.createDirectory(folder.resolve("server")));
    user = new PackageUser(folder.resolve("home")).meet(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void everyByteArrivesInBothDirections() throws Exception {
    write("sent", new Random(1), 64);

    Result result = user.types("spheron-ssh connect -p $PORT 127.0.0.1 cat <sent >received");

    assertEquals(new Result(0, "", ""), result);
    assertEquals(-1, Files.mismatch(home("sent"), home("received")), "the first differing byte");
  }

  @ParameterizedTest
  @CsvSource({
    "echo out; echo err >&2, 0, out, err",
    "exit 1, 1, '', ''",
    "echo out; echo err >&2; exit 42, 42, out, err",
    "kill -KILL $$, 137, '', spheron-ssh: signal KILL ended the command",
    "kill -TERM $$, 143, '', spheron-ssh: signal TERM ended the command"
  })
  void theCommandsStatusAndStreamsAreOurs(String command, int status, String out, String err)
      throws Exception {
    Result result = user.types("spheron-ssh connect -p $PORT 127.0.0.1 '" + command + "'");

    assertEquals(new Result(status, line(out), line(err)), result);
  }

  @Test
  void theWholeOutputComesThoughTheServerEndsAtOnceAndInputStaysOpen() throws Exception {
    write("large", new Random(2), 8);
    Process program =
        user.starts(
            "sh",
            "-c",
            "exec spheron-ssh connect -p $PORT 127.0.0.1 'cat '\"$HOME/large\" >large.here");

    assertEquals(0, endOf(program));

    assertEquals(-1, Files.mismatch(home("large"), home("large.here")));
  }

  @Test
  void theOneWordNameTakesTheSameLine() throws Exception {
    Result result = user.types("echo in | spheron-connect -p $PORT 127.0.0.1 -- cat - /dev/null");

    assertEquals(new Result(0, "in\n", ""), result);
  }

  @Test
  void aReaderThatLeavesEndsTheCommandQuietly() throws Exception {
    Result result = user.types("spheron-ssh connect -p $PORT 127.0.0.1 yes | head -1");

    assertEquals(new Result(0, "y\n", ""), result);
  }

  @Test
  void outputThatIsLostIsAnError() throws Exception {
    Result result = user.types("spheron-ssh connect -p $PORT 127.0.0.1 'echo hi' >/dev/full");

    assertEquals(255, result.status(), result.err());
    assertEquals(
        "spheron-ssh: error: could not write the output: No space left on device\n", result.err());
  }

  @Test
  void closedStreamsHarmNothing() throws Exception {
    Result result =
        user.types(
            """
            spheron-ssh connect -p $PORT 127.0.0.1 'cat; echo out; echo err >&2' <&-
            echo $?
            spheron-ssh connect -p $PORT 127.0.0.1 'exit 3' >&- 2>&-
            echo $?
            """);

    assertEquals(new Result(0, "out\n0\n3\n", "err\n"), result);
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
  void aSignalEndsTheProgramWhileTheCommandRuns(String signal, int status) throws Exception {
    Process program =
        user.starts(
            "sh", "-c", "exec spheron-ssh connect -p $PORT 127.0.0.1 'echo $PPID; exec cat'");
    String connection = program.inputReader().readLine();
    assertNotNull(connection, "the command runs");

    String kill = RealPrograms.require("kill").toString();
    new ProcessBuilder(kill, "-" + signal, Long.toString(program.pid())).start().waitFor();

    assertEquals(status, endOf(program));
    ProcessHandle.of(Long.parseLong(connection))
        .ifPresent(serving -> serving.onExit().orTimeout(30, TimeUnit.SECONDS).join());
  }

  private static int endOf(Process program) throws InterruptedException {
    boolean ended = program.waitFor(60, TimeUnit.SECONDS);
    if (!ended) {
      program.destroyForcibly();
    }
    assertTrue(ended, "the program ends");
    return program.exitValue();
  }

  private static Path home(String file) {
    return user.home().resolve(file);
  }

  private static void write(String file, Random random, int megabytes) throws IOException {
    try (OutputStream out = Files.newOutputStream(home(file))) {
      byte[] block = new byte[MEGABYTE];
      for (int i = 0; i < megabytes; i++) {
        random.nextBytes(block);
        out.write(block);
      }
    }
  }

  private static String line(String text) {
    return text.isEmpty() ? "" : text + "\n";
  }
}
