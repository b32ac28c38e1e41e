package io.github.spheronssh.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.agent.SshAgent;
import io.github.spheronssh.testing.AsyncSshd;
import io.github.spheronssh.testing.RealAgent;
import io.github.spheronssh.testing.RealSshd;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which algorithms a user's keys sign with (PubkeyAcceptedAlgorithms). */
@Timeout(60)
final class AcceptedAlgorithmsTest {
  @TempDir static Path folder;
  private static RealSshd any;
  private static Keys keys;
  private final Trace trace = new Trace();

  @BeforeAll
  static void start() throws Exception {
    keys = new Keys(folder);
    any = RealSshd.start(Files.createDirectory(folder.resolve("any")));
    any.authorize(Keys.line(keys.key("rsa", "rsa", "")));
    any.authorize(Keys.line(keys.ed25519("ed25519")));
  }

  @AfterAll
  static void stop() {
    any.close();
  }

  @ParameterizedTest
  @CsvSource({
    "rsa-sha2-512 rsa-sha2-256,rsa-sha2-512",
    "rsa-sha2-256 rsa-sha2-512,rsa-sha2-256",
    "ssh-ed25519 rsa-sha2-256,rsa-sha2-256"
  })
  void anRsaKeySignsByTheFirstThatIsAccepted(String accepted, String signed) throws Exception {
    connect(any, accepted, keys.key("rsa", "rsa", "")).close();
    assertEquals(signed, trace.last(Event.KeyTried.class).orElseThrow().algorithm());
  }

  @Test
  void whatTheServerSaysItTakesCountsToo() throws Exception {
    try (AsyncSshd server =
        AsyncSshd.start(
            folder,
            """
            def connection_made(self, connection):
                connection._sig_algs = [b'rsa-sha2-256', b'ssh-ed25519']
            def public_key_auth_supported(self): return True
            def validate_public_key(self, user, key): return True
            """)) {
      Target target = keys.target(server.port(), "me", keys.key("rsa", "rsa", ""));
      connect(target, "rsa-sha2-512 rsa-sha2-256").close();
      assertEquals("rsa-sha2-256", trace.last(Event.KeyTried.class).orElseThrow().algorithm());
      SshException e = assertThrows(SshException.class, () -> connect(target, "rsa-sha2-512"));
      assertTrue(e.getMessage().contains("the server takes no SHA-2 with RSA"), e.getMessage());
    }
  }

  @Test
  void aKeyOfAnotherKindIsLeftOut() throws Exception {
    SshException e =
        assertThrows(
            SshException.class, () -> connect(any, "rsa-sha2-512", keys.ed25519("ed25519")));
    assertTrue(
        e.getMessage().contains("not usable: PubkeyAcceptedAlgorithms leaves it out"),
        e.getMessage());
    connect(any, "rsa-sha2-512", keys.ed25519("ed25519"), keys.key("rsa", "rsa", "")).close();
  }

  @Test
  void theKeysOfAnAgentAreHeldToItToo() throws Exception {
    try (RealAgent real = RealAgent.start(folder)) {
      real.sshAdd(folder.resolve("rsa"), folder.resolve("ed25519"));
      SshAgent agent = SshAgent.find(real.environment()).orElseThrow();
      Identity[] identities =
          agent.identities().stream()
              .map(key -> new Identity.AgentHeld(agent, key))
              .toArray(Identity[]::new);
      connect(any, "rsa-sha2-256", identities).close();
      assertEquals("rsa-sha2-256", trace.last(Event.KeyTried.class).orElseThrow().algorithm());
    }
  }

  private SshSession connect(RealSshd sshd, String accepted, Identity... identities)
      throws Exception {
    return connect(keys.target(sshd.port(), sshd.userName(), identities), accepted);
  }

  private SshSession connect(Target target, String accepted) throws Exception {
    AlgorithmWish wish = Wishes.only(AlgorithmKind.PUBLIC_KEY, accepted.split(" ", -1));
    return new SshConnector(trace)
        .connect(target, ConnectSettings.defaults().withAlgorithms(wish), Questions.nobody());
  }
}
