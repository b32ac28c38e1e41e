package io.github.spheronssh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.CommandRun;
import io.github.spheronssh.testing.CommandRun.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the letters do that stand for what this program hasn't got, and those about its messages.
 */
final class AbsentFeaturesTest {
  private static final String LOGIN = "ssh -o StrictHostKeyChecking=ask me@192.0.2.7 ls\n";

  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(strings = {"-X", "-Y", "-XY", "-K", "-k", "-Kx", "-I none", "-x"})
  void whatSshDoesWithoutToThisProgramDoesToo(String letters) {
    Result result = connect(run(), letters + " 192.0.2.7 ls");
    assertEquals(LOGIN, result.out(), result.err());
    assertFalse(result.err().contains("X11"), result.err());
  }

  @Test
  void thatNoWindowIsShownIsSaidWhereOneCouldBe() {
    CommandRun run = run().with("DISPLAY", ":0");
    String note = "X11 is not forwarded";
    for (String shown : new String[] {"-X 192.0.2.7", "192.0.2.7 -Y ls", "-xX 192.0.2.7"}) {
      assertTrue(connect(run, shown).err().contains(note), shown);
    }
    for (String none : new String[] {"-Xx 192.0.2.7", "-N -X 192.0.2.7", "192.0.2.7 ls -X"}) {
      assertFalse(connect(run, none).err().contains(note), none);
    }
    assertEquals(LOGIN, connect(run, "-X 192.0.2.7 ls").out());
  }

  @Test
  void theKeysOfTokensAreTheAgentsBusiness() {
    Result result = connect(run(), "-I /lib/token.so 192.0.2.7 ls");
    assertEquals(LOGIN, result.out());
    assertTrue(result.err().contains("ssh-add -s /lib/token.so"), result.err());
  }

  @Test
  void theVersionIsToldAsSshTellsItsOwn() {
    for (String[] words : new String[][] {{"-V"}, {"-4V"}, {"192.0.2.7", "-V"}}) {
      String[] line = new String[words.length + 1];
      line[0] = "connect";
      System.arraycopy(words, 0, line, 1, words.length);
      Result result = run().run(line);
      assertEquals(0, result.status());
      assertEquals("", result.out());
      assertTrue(result.err().matches("spheron-ssh \\S+, Java 25\\S*\\n"), result.err());
    }
  }

  @Test
  void quietIsSilentAsSshIs() {
    String place = " --no-api --host-key=strict trainer.invalid true";
    for (String quiet : new String[] {"-q", "-qq", "-oLogLevel=QUIET", "-q -oLogLevel=DEBUG"}) {
      Result result = run().run(("connect " + quiet + place).split(" +"));
      assertEquals(new Result(255, "", ""), result, quiet);
    }
    for (String told :
        new String[] {"-oLogLevel=ERROR", "-oLogLevel=FATAL", "-v -oLogLevel=QUIET"}) {
      Result result = run().run(("connect " + told + place).split(" +"));
      assertTrue(result.err().contains("spheron-ssh: error: "), told);
    }
  }

  private static Result connect(CommandRun run, String words) {
    Result result = run.run(("connect --dry-run --no-api " + words).split(" +"));
    assertEquals(0, result.status(), result.err());
    return result;
  }

  private CommandRun run() {
    return new CommandRun(home);
  }
}
