package io.github.spheronssh.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.RealSshd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logins with keys that a login proved before, and with more than one key. */
@Timeout(60)
final class EarlierProofTest {
  @TempDir Path folder;
  private final Trace trace = new Trace();
  private Keys keys;

  @BeforeEach
  void makeFolder() {
    keys = new Keys(folder);
  }

  private @org.jspecify.annotations.Nullable RealSshd sshd;

  @AfterEach
  void stop() {
    if (sshd != null) {
      sshd.close();
    }
  }

  @Test
  void aProvedKeyWithoutAPassphraseSignsAtOnce() throws Exception {
    start();
    Identity.KeyFile right = keys.ed25519("right");
    sshd().authorize(Keys.line(right));
    Identity proved = proved(right);
    try (SshSession session = connect(proved)) {
      assertEquals(Optional.of(proved), session.identity());
    }
    assertEquals(List.of("right SIGNED"), tried());
    assertEquals(List.of(), trace.all(Event.MethodsOffered.class), "the server was asked first");
  }

  @Test
  void aProvedKeyIsTheFirstOfTwoThatAServerWants() throws Exception {
    start("AuthenticationMethods publickey,publickey");
    Identity.KeyFile one = keys.ed25519("one");
    Identity.KeyFile two = keys.ed25519("two");
    sshd().authorize(Keys.line(one));
    sshd().authorize(Keys.line(two));
    connect(proved(one), two).close();
    assertEquals(List.of("one SIGNED", "one TAKEN", "two OFFERED", "two WELCOME"), tried());
  }

  @Test
  void aProvedKeyWhoseKindIsNotWantedLeavesTheLoginAsItIs() throws Exception {
    start();
    Identity.KeyFile left = keys.ed25519("left");
    Identity.KeyFile right = keys.key("right", "ecdsa", "");
    sshd().authorize(Keys.line(left));
    sshd().authorize(Keys.line(right));
    ConnectSettings settings =
        ConnectSettings.defaults()
            .withAlgorithms(Wishes.only(AlgorithmKind.PUBLIC_KEY, "ecdsa-sha2-nistp256"));
    connect(settings, proved(left), right).close();
    assertEquals(List.of("left UNUSABLE", "right OFFERED", "right WELCOME"), tried());
  }

  @Test
  void aProvedKeyThatIsRefusedLeavesTheOthersAndIsNotOfferedAgain() throws Exception {
    start();
    Identity.KeyFile old = keys.ed25519("old");
    Identity.KeyFile right = keys.ed25519("right");
    sshd().authorize(Keys.line(right));
    connect(proved(old), old, right).close();
    assertEquals(
        List.of("old SIGNED", "old SIGNATURE_REFUSED", "right OFFERED", "right WELCOME"), tried());
  }

  @Test
  void aProvedKeyWithAPassphraseIsOfferedFirst() throws Exception {
    start();
    Identity.KeyFile locked = keys.key("locked", "ed25519", "never asked for");
    Identity.KeyFile right = keys.ed25519("right");
    sshd().authorize(Keys.line(right));
    connect(proved(locked), right).close();
    assertEquals("locked OFFERED", tried().getFirst());
  }

  @Test
  void aServerThatWantsTwoKeysGetsTwo() throws Exception {
    start("AuthenticationMethods publickey,publickey");
    Identity.KeyFile one = keys.ed25519("one");
    Identity.KeyFile two = keys.ed25519("two");
    sshd().authorize(Keys.line(one));
    sshd().authorize(Keys.line(two));
    connect(one, two).close();
    assertEquals(
        List.of("one OFFERED", "one WELCOME", "one TAKEN", "two OFFERED", "two WELCOME"), tried());
    LoginException e =
        org.junit.jupiter.api.Assertions.assertThrows(LoginException.class, () -> connect(one));
    assertTrue(e.getMessage().contains("taken, but the server wants more"), e.getMessage());
  }

  private void start(String... lines) throws Exception {
    sshd = RealSshd.start(Files.createDirectory(folder.resolve("sshd")), lines);
  }

  private RealSshd sshd() {
    return java.util.Objects.requireNonNull(sshd);
  }

  private static Identity proved(Identity.KeyFile key) {
    return new Identity.KeyFile(key.file(), key.origin(), true);
  }

  private SshSession connect(Identity... identities) throws Exception {
    return connect(ConnectSettings.defaults(), identities);
  }

  private SshSession connect(ConnectSettings settings, Identity... identities) throws Exception {
    return new SshConnector(trace)
        .connect(
            keys.target(sshd().port(), sshd().userName(), identities), settings, new Answers());
  }

  private List<String> tried() {
    return trace.all(Event.KeyTried.class).stream()
        .map(each -> each.identity().origin() + " " + each.answer())
        .toList();
  }
}
