package io.github.spheronssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.AsyncSshd;
import io.github.spheronssh.testing.PackageUser;
import io.github.spheronssh.testing.PackagedProgram.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that let the user in and then misbehave; the numbers are those of RFC 4250, 4.1.2. */
@EnabledOnOs(OS.LINUX) // which tells how much memory a process took
final class BadSessionIT {
  private static final String CONNECT =
      "spheron-ssh connect -o ServerAliveInterval=0 -p $PORT 127.0.0.1 ";

  @TempDir Path folder;

  /** Odd, but no reason to end: the command's own status comes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        // Each packet but an ignored one brings an ignored one: twice 50 000 of them.
        """
        for i in range(50000): send(80, String('x@x'), Boolean(True))
        await answered(82, 50000)
        """,
        "for i in range(50000): send(4, Boolean(True), String('\\x1b[2Jx'), String(''))",
        "for i in range(100000): send(2, String('x' * 100))",
        """
        for i in range(50000): send(98, own, String('x@x'), Boolean(True))
        await answered(100, 50000)
        """,
        """
        for i in range(1000): send(200, UInt32(1))
        await answered(3, 1000)
        """,
        "for i in range(1000): send(3, UInt32(1))",
        """
        for kind in ['forwarded-tcpip', 'x11', 'auth-agent@openssh.com', 'session',
                'direct-tcpip', 'tun@openssh.com', '\\x1b[2J'] * 1000:
            send(90, String(kind), UInt32(9), UInt32(1 << 20), UInt32(32768),
                String('h'), UInt32(1), String('o'), UInt32(2))
        await answered(92, 7000)
        """,
        """
        for i in range(50):
            rekey()
            await answered(21, i + 1)
        """,
        "for i in range(4): send(93, own, UInt32(0xffffffff))",
        "for i in range(1000): send(93, own, UInt32(0))",
        "send(95, own, UInt32(7), String(b'odd'))",
        """
        send(96, own)
        send(96, own)
        """,
        "send(98, own, String('exit-status'), Boolean(False), UInt32(0))",
        "send(81)",
        """
        send(52)
        send(51, String('publickey'), Boolean(False))
        send(53, String('x'), String(''))
        """,
        "send(7, UInt32(0xffffffff))",
      })
  void oddThingsAreBorne(String deed) throws Exception {
    Result result = connect(deed.stripTrailing() + "\nprocess.exit(7)\nsend(97, own)");

    assertEquals(new Result(7, "", ""), result);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        the server exchanges keys without end#for i in range(10 ** 9):
            rekey()
            await answered(21, i + 1)
        """,
        """
        the server goes on talking while keys are exchanged#rekey()
        connection._kex_complete = True
        for i in range(100000): send(80, String('x@x'), Boolean(True))
        """,
        """
        the server did not exchange new keys within 3 s#rekey()
        fall_silent()
        """,
        """
        key exchange is running#rekey()
        rekey()
        """,
        "state=DONE#send(21)",
        "unknown channel 77#send(94, UInt32(77), String(b'x'))",
        "unknown channel 77#send(97, UInt32(77))",
        "a request that was not made#send(99, own)",
        "Bad length#send(94, own, UInt32(0xffffffff))",
        "Underflow#send(98, own, UInt32(0x7fffffff))",
        "without an exit status#send(97, own)",
        """
        without an exit status#send(97, own)
        send(98, own, String('exit-status'), Boolean(False), UInt32(0))
        """,
        "to 127.0.0.1#connection.abort()",
        "and said: \\x1b[31mred\\x07#send(1, UInt32(2), String('\\x1b[31mred\\x07' * 20000),"
            + " String(''))",
      })
  void whatCanNotBeBorneEndsWithAReason(String reasonAndDeed) throws Exception {
    String[] parts = reasonAndDeed.split("#", 2);

    Result result = connect(parts[1].stripTrailing() + "\nawait asyncio.sleep(1000)");

    assertEquals(255, result.status(), result.err());
    assertEquals("", result.out());
    assertTrue(result.err().startsWith("spheron-ssh: error: session: "), result.err());
    assertTrue(result.err().contains(parts[0]), result.err());
    assertTrue(result.err().length() < 1000, "a long message: " + result.err().length());
    assertVisible(result);
  }

  @Test
  void aSignalsNameIsShownInBrief() throws Exception {
    Result result =
        connect(
            "send(98, own, String('exit-signal'), Boolean(False), String('\\x1b]0;evil\\x07' *"
                + " 2000), Boolean(False), String(''), String(''))\n"
                + "send(97, own)");

    assertEquals(255, result.status());
    assertTrue(result.err().startsWith("spheron-ssh: signal \\x1b]0;evil\\x07"), result.err());
    assertTrue(result.err().length() < 1000, result.err());
    assertVisible(result);
  }

  @Test
  void aStatusBeyondAllIsNoSuccess() throws Exception {
    Result result =
        connect("send(98, own, String('exit-status'), Boolean(False), UInt32(256))\nsend(97, own)");

    assertEquals(new Result(255, "", ""), result);
  }

  /** What is more than the window comes when nothing of it was read yet. */
  @Test
  void dataBeyondTheWindowEndsTheConnection() throws Exception {
    Path gone = folder.resolve("gone");
    String deed =
        """
        for i in range(600): send(94, own, String(b'x' * 32768))
        await connection.wait_closed()
        open('%s', 'w')
        """
            .formatted(gone)
            .stripTrailing();
    try (AsyncSshd server = AsyncSshd.doing(folder, deed)) {
      PackageUser user = new PackageUser(folder.resolve("home")).meet(server);
      String reader = "{ while ! test -e %s; do sleep 0.1; done; wc -c; }".formatted(gone);

      Result result = user.types(CONNECT + "x 2>err | " + reader);

      // What the pipe takes without a reader makes room again.
      long over = Long.parseLong(result.out().strip()) - 16 * 1024 * 1024;
      assertTrue(over >= 0 && over <= 128 * 1024, result.out());
      String said = Files.readString(user.home().resolve("err"));
      assertTrue(said.contains("the server sends more than it was given room for"), said);
    }
  }

  /** The server takes two MiB and then no more; what waits here is not all that there is. */
  @Test
  void aWindowThatNeverOpensHoldsTheInputBack() throws Exception {
    try (AsyncSshd server =
        AsyncSshd.doing(folder, "await process.stdin.read(1)\nprocess.exit(3)")) {
      PackageUser user = new PackageUser(folder.resolve("home")).meet(server);

      Result result = user.types("head -c 1000000000 /dev/zero | tee /dev/null | " + CONNECT + "x");

      assertEquals(new Result(3, "", ""), result);
    }
  }

  private Result connect(String deed) throws Exception {
    try (AsyncSshd server = AsyncSshd.doing(folder, deed)) {
      PackageUser user = new PackageUser(folder.resolve("home")).meet(server);
      return user.types(CONNECT.replace("-p", "-o ConnectTimeout=3 -p") + "x");
    }
  }

  private static void assertVisible(Result result) {
    assertFalse(result.err().chars().anyMatch(c -> c < ' ' && c != '\n'), result.err());
  }
}
