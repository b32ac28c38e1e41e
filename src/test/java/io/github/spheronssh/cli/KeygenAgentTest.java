package io.github.spheronssh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.CommandRun;
import io.github.spheronssh.testing.CommandRun.Result;
import io.github.spheronssh.testing.RealAgent;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** New keys that the running agent is given. */
final class KeygenAgentTest {
  @TempDir Path home;

  @Test
  void eachKindOfKeyIsAddedToTheRealAgent() throws Exception {
    try (RealAgent agent = RealAgent.start(home)) {
      CommandRun command = new CommandRun(home).with("SSH_AUTH_SOCK", agent.socket().toString());

      Result run = command.run("keygen", "--no-passphrase", "-C", "first", "--add");
      Result ecdsa =
          command.run("keygen", "-t", "ecdsa", "-N", "", "-C", "second", "--add-lifetime", "1h30m");
      Result confirmed =
          command.run("keygen", "--name", "c", "-N", "", "-C", "third", "--add-confirm");

      assertEquals(0, run.status(), run.err());
      Path file = home.resolve(".ssh/id_ed25519");
      assertTrue(run.err().contains("Identity added: " + file + " (first)\n"), run.err());
      assertTrue(ecdsa.err().contains("Lifetime set to 5400 seconds\n"), ecdsa.err());
      assertTrue(confirmed.err().contains("The user must confirm each use"), confirmed.err());
      String held = agent.sshAdd("-L").succeeded();
      assertEquals(3, held.lines().count(), held);
      assertTrue(held.contains(Files.readString(home.resolve(".ssh/id_ed25519.pub"))), held);
      agent.sshAdd("-T", home.resolve(".ssh/id_ed25519.pub")).succeeded();
      agent.sshAdd("-T", home.resolve(".ssh/id_ecdsa.pub")).succeeded();
      // Nobody is there to confirm the use.
      assertFalse(agent.sshAdd("-T", home.resolve(".ssh/id_ed25519_c.pub")).status() == 0);
    }
  }

  @Test
  void aKeyThatExpiresIsGone() throws Exception {
    try (RealAgent agent = RealAgent.start(home)) {
      CommandRun command = new CommandRun(home).with("SSH_AUTH_SOCK", agent.socket().toString());

      assertEquals(0, command.run("keygen", "-N", "", "--add-lifetime", "1s").status());

      long deadline = System.nanoTime() + 60_000_000_000L;
      while (agent.sshAdd("-l").status() == 0) {
        assertTrue(System.nanoTime() < deadline, "the agent keeps the key");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--add,SSH_AUTH_SOCK names none",
    "--add-lifetime=0s,expected a lifetime",
    "--add-lifetime=999999w,expected a lifetime",
    "--add-lifetime=soon,expected a time like 90s"
  })
  void withoutAnAgentOrWithALifetimeThatIsNoneNoKeyIsMade(String option, String reason) {
    Result run = new CommandRun(home).run("keygen", "-N", "", option);

    assertTrue(run.status() > 0);
    assertTrue(run.err().contains(reason), run.err());
    assertFalse(Files.exists(home.resolve(".ssh")));
  }

  @Test
  void anAgentThatDoesNotAnswerIsMetBeforeTheKeyIsMade() {
    Result run =
        new CommandRun(home)
            .with("SSH_AUTH_SOCK", home.resolve("gone").toString())
            .run("keygen", "-N", "", "--add");

    assertEquals(1, run.status());
    assertFalse(Files.exists(home.resolve(".ssh")));
  }
}
