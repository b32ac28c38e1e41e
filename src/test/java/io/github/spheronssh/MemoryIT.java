package io.github.spheronssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.AsyncSshd;
import io.github.spheronssh.testing.OddServer;
import io.github.spheronssh.testing.PackageUser;
import io.github.spheronssh.testing.PackagedProgram.Result;
import io.github.spheronssh.testing.RealPrograms;
import io.github.spheronssh.testing.RealSshd;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the program takes of memory at most, whatever a server sends or does not read. */
@EnabledOnOs(OS.LINUX) // whose time(1) tells it in this way
final class MemoryIT {
  private static final long MOST_KIBIBYTES = 300 * 1024;
  private static final String CONNECT = " -p $PORT 127.0.0.1 ";

  @TempDir Path folder;
  private PackageUser user;
  private String connect;

  @BeforeEach
  void start() throws Exception {
    user = new PackageUser(folder.resolve("home"));
    connect =
        "'%s' -q -o peak -f %%M spheron-ssh connect".formatted(RealPrograms.require("time"))
            + CONNECT;
  }

  @Test
  void aVersionLineWithoutEndTakesLittle() throws Exception {
    try (OddServer server = OddServer.saying("A".repeat(10_000_000))) {
      Result result = user.with("PORT", server.port()).types(connect + "true");

      assertEquals(255, result.status());
      assertTrue(result.err().contains("does not speak SSH"), result.err());
      assertBounded(result);
    }
  }

  @Test
  void aHundredMegabytesOfBannersTakeLittle() throws Exception {
    try (AsyncSshd server =
        AsyncSshd.start(
            folder,
            """
            async def begin_auth(self, user):
                for i in range(3200):
                    self.connection.send_auth_banner('x' * 32000)
                    if i % 32 == 0: await asyncio.sleep(0)
                return False
            """)) {
      user.meet(server);

      Result result = user.types(connect + "true");

      assertEquals(255, result.status());
      assertTrue(result.err().contains("floods the login with greetings"));
      assertBounded(result);
    }
  }

  @Test
  void outputThatIsReadSlowlyAndInputThatIsReadSlowlyTakeLittle() throws Exception {
    try (RealSshd server = RealSshd.start(Files.createDirectory(folder.resolve("server")))) {
      user.meet(server);

      Result down =
          user.types(connect + "'head -c 300000000 /dev/zero' | { sleep 2; cat; } | wc -c");
      assertEquals("300000000", down.out().strip(), down.err());
      assertBounded(down);
      Result up = user.types("head -c 300000000 /dev/zero | " + connect + "'sleep 2; cat | wc -c'");
      assertEquals("300000000", up.out().strip(), up.err());
      assertBounded(up);
    }
  }

  /** What is sent is the keystream of a cipher: no part of it is like another. */
  @Test
  void halfAGibibyteThatGoesThereAndBackIsTheSameAndTakesLittle() throws Exception {
    RealPrograms.require("openssl");
    String zeros = "0".repeat(32);
    String much =
        "openssl enc -aes-128-ctr -K %s -iv %s </dev/zero 2>/dev/null | head -c 536870912"
            .formatted(zeros, zeros);
    try (RealSshd server = RealSshd.start(Files.createDirectory(folder.resolve("server")))) {
      user.meet(server);

      Result result =
          user.types("%s | %s cat | sha256sum; %s | sha256sum".formatted(much, connect, much));

      String[] sums = result.out().split("\n", -1);
      assertEquals(sums[1], sums[0], result.err());
      assertBounded(result);
    }
  }

  private void assertBounded(Result result) throws Exception {
    assertFalse(result.err().contains("OutOfMemory"), result.err());
    long peak = Long.parseLong(Files.readString(user.home().resolve("peak")).strip());
    assertTrue(peak < MOST_KIBIBYTES, peak + " KiB");
    assertTrue(peak > 10_000, peak + " KiB, which is no JVM");
  }
}
