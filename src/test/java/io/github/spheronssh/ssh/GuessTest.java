package io.github.spheronssh.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.AsyncSshd;
import io.github.spheronssh.testing.DropbearSshd;
import io.github.spheronssh.testing.RealSshd;
import io.github.spheronssh.testing.Sshd;
import io.github.spheronssh.testing.TinySshd;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Key exchanges that begin before the server was heard. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
final class GuessTest {
  private static final String NEVER_FIRST = "mlkem768x25519-sha256";

  @TempDir static Path shared;
  private static RealSshd sshd;

  @TempDir Path folder;
  private final Trace trace = new Trace();
  private Keys keys;

  @BeforeAll
  static void start() throws Exception {
    sshd = RealSshd.start(Files.createDirectory(shared.resolve("sshd")));
  }

  @AfterAll
  static void stop() {
    sshd.close();
  }

  @BeforeEach
  void makeKeys() throws Exception {
    keys = new Keys(folder);
    sshd.authorize(Keys.line(keys.ed25519("id")));
  }

  @Test
  void theFirstMeetingIsOneWithoutAGuessAndTellsWhatToGuess() throws Exception {
    Guess met = met(sshd);
    assertEquals(List.of(), trace.all(Event.Guessed.class));
    assertEquals("ssh-ed25519", met.hostKey());
    assertTrue(met.keyExchange().startsWith("sntrup761x25519-sha512"), met.toString());
  }

  @Test
  void aRightGuessMakesASessionThatWorksAndExchangesKeysAgain() throws Exception {
    Guess met = met(sshd);
    try (SshSession session = connect(sshd, Optional.of(met))) {
      assertEquals(List.of(new Event.Guessed(true)), trace.all(Event.Guessed.class));
      assertEquals("works\n", run(session));
      session.rekey();
      assertEquals("works\n", run(session));
    }
    assertEquals(1, trace.all(Event.Guessed.class).size(), "a later exchange is not guessed at");
  }

  @Test
  void aWrongGuessCostsNothingButItself() throws Exception {
    met(sshd);
    try (SshSession session =
        connect(sshd, Optional.of(new Guess(NEVER_FIRST, "ecdsa-sha2-nistp256")))) {
      assertEquals("works\n", run(session));
      session.rekey();
      assertEquals("works\n", run(session));
    }
  }

  @Test
  void aWrongGuessAtTheKeyExchangeIsKnownToBeWrong() throws Exception {
    met(sshd);
    try (SshSession session = connect(sshd, Optional.of(new Guess(NEVER_FIRST, "ssh-ed25519")))) {
      assertEquals(List.of(new Event.Guessed(false)), trace.all(Event.Guessed.class));
      assertEquals("works\n", run(session));
    }
  }

  @Test
  void aKindOfHostKeyThatIsNotKnownIsNotGuessedAt() throws Exception {
    Guess met = met(sshd);
    connect(sshd, Optional.of(new Guess(met.keyExchange(), "rsa-sha2-512"))).close();
    assertEquals(List.of(), trace.all(Event.Guessed.class));
  }

  @Test
  void whatIsNotPostQuantumIsNotGuessedAt() throws Exception {
    met(sshd);
    connect(sshd, Optional.of(new Guess("curve25519-sha256", "ssh-ed25519"))).close();
    assertEquals(List.of(), trace.all(Event.Guessed.class));
  }

  @Test
  void anOrderThatTheUserChoseStays() throws Exception {
    Guess met = met(sshd);
    AlgorithmWish wish =
        Wishes.only(AlgorithmKind.KEY_EXCHANGE, "curve25519-sha256", met.keyExchange());
    connect(sshd, Optional.of(met), wish).close();
    assertEquals(List.of(), trace.all(Event.Guessed.class));
    assertEquals(
        "curve25519-sha256",
        trace.last(Event.Negotiated.class).orElseThrow().algorithms().keyExchange());
  }

  @Test
  void otherServersPassOverAWrongGuessToo() throws Exception {
    try (var dropbear = DropbearSshd.start(Files.createDirectory(folder.resolve("dropbear")));
        var tiny = TinySshd.start(Files.createDirectory(folder.resolve("tiny")));
        var async = AsyncSshd.start(Files.createDirectory(folder.resolve("async")))) {
      for (Sshd each : List.of(dropbear, tiny, async)) {
        each.authorize(Keys.line(keys.ed25519("id")));
        met(each);
        try (SshSession session =
            connect(each, Optional.of(new Guess(NEVER_FIRST, "ssh-ed25519")))) {
          assertEquals(new Event.Guessed(false), trace.last(Event.Guessed.class).orElseThrow());
          assertEquals("works\n", run(session));
        }
      }
      assertEquals(3, trace.all(Event.Guessed.class).size());
    }
  }

  /** What a server that wasn't met before names first. */
  private Guess met(Sshd server) throws Exception {
    try (SshSession session = connect(server, Optional.empty())) {
      return session.firstChoices().orElseThrow();
    }
  }

  private SshSession connect(Sshd server, Optional<Guess> guess) throws Exception {
    return connect(server, guess, AlgorithmWish.usual());
  }

  private SshSession connect(Sshd server, Optional<Guess> guess, AlgorithmWish wish)
      throws Exception {
    Target met = keys.target(server.port(), server.userName(), keys.ed25519("id"));
    var target =
        new Target(met.host(), met.port(), met.user(), met.trust(), met.identities(), guess);
    return new SshConnector(trace)
        .within(Duration.ofSeconds(20))
        .connect(target, ConnectSettings.defaults().withAlgorithms(wish), Questions.nobody());
  }

  private static String run(SshSession session) throws Exception {
    var out = new ByteArrayOutputStream();
    session.exec(
        "echo works",
        new Streams(InputStream.nullInputStream(), out, OutputStream.nullOutputStream()));
    return out.toString(StandardCharsets.UTF_8);
  }
}
