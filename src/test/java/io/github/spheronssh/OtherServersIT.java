package io.github.spheronssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.AsyncSshd;
import io.github.spheronssh.testing.DropbearSshd;
import io.github.spheronssh.testing.PackageUser;
import io.github.spheronssh.testing.PackagedProgram.Result;
import io.github.spheronssh.testing.RealSshd;
import io.github.spheronssh.testing.Sshd;
import io.github.spheronssh.testing.TinySshd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One user's sessions on the servers of several makers. */
@EnabledOnOs(OS.LINUX) // which has the namespaces that some of them need
final class OtherServersIT {
  private static final String CONNECT = "spheron-ssh connect -p $PORT 127.0.0.1 ";

  @TempDir Path folder;

  enum Maker {
    OPENSSH,
    DROPBEAR,
    TINYSSH,
    ASYNCSSH;

    private Sshd start(Path folder) throws Exception {
      return switch (this) {
        case OPENSSH -> RealSshd.start(folder);
        case DROPBEAR -> DropbearSshd.start(folder);
        case TINYSSH -> TinySshd.start(folder);
        case ASYNCSSH -> AsyncSshd.start(folder);
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void commandsRunOnTheServersOf(Maker maker) throws Exception {
    try (Sshd server = maker.start(Files.createDirectory(folder.resolve("server")))) {
      PackageUser user = new PackageUser(folder.resolve("home")).meet(server);
      byte[] sent = new byte[8 << 20];
      new Random(3).nextBytes(sent);
      Files.write(user.home().resolve("sent"), sent);

      assertEquals(
          new Result(42, "out\n", "err\n"),
          user.types(CONNECT + "'echo out; echo err >&2; exit 42'"));
      assertEquals(new Result(0, "", ""), user.types(CONNECT + "cat <sent >received"));
      assertEquals(
          -1, Files.mismatch(user.home().resolve("sent"), user.home().resolve("received")));
      assertEquals(new Result(0, "in\n", ""), user.types(CONNECT + "-C 'echo in'"));
      assertEquals(new Result(0, "y\n", ""), user.types(CONNECT + "yes | head -1"));
      Result killed = user.types(CONNECT + "'kill -TERM $$'");
      assertEquals(128 + 15, killed.status(), killed.err());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Maker.class,
      names = "ASYNCSSH",
      mode = EnumSource.Mode.EXCLUDE) // its subprocesses have no terminal
  void aTerminalIsMadeOnTheServersOf(Maker maker) throws Exception {
    try (Sshd server = maker.start(Files.createDirectory(folder.resolve("server")))) {
      PackageUser user = new PackageUser(folder.resolve("home")).meet(server);

      // TinySSH hangs up at the end of the input: it stays open.
      Process program =
          user.starts("sh", "-c", "TERM=vt220 exec " + CONNECT + "-tt 'echo $TERM; stty size'");
      try (var out = program.inputReader()) {
        assertEquals("vt220", out.readLine());
        assertEquals("24 80", out.readLine());
        assertEquals(0, program.onExit().orTimeout(30, TimeUnit.SECONDS).join().exitValue());
      } finally {
        program.destroyForcibly();
      }
    }
  }

  /** OpenSSH has it since 9.9, which may not be here: the sandbox's server has it always. */
  @Test
  void keysAreExchangedByModuleLattices() throws Exception {
    PackageUser user = new PackageUser(folder.resolve("home"));

    Result result =
        user.types(
            "spheron-ssh sandbox -- sh -c 'spheron-ssh keygen -q --no-passphrase"
                + " && spheron-ssh upload -q && spheron-ssh connect -v"
                + " -o KexAlgorithms=mlkem768x25519-sha256 trainer echo in"
                + " && spheron-ssh connect -vv trainer echo again'");

    assertEquals(0, result.status(), result.err());
    assertTrue(result.err().contains("debug1: agreed on mlkem768x25519-sha256, "), result.err());
    assertTrue(result.out().endsWith("in\nagain\n"), result.out());
    assertTrue(result.err().contains("a guess, which is right"), result.err());
  }
}
