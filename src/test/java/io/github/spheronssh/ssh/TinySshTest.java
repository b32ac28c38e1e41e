package io.github.spheronssh.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * TinySSH, which has few algorithms and all of them new. It reads the authorized_keys of the real
 * home alone, which a test has to leave in peace: it is followed up to its refusal of the login.
 */
@Timeout(60)
final class TinySshTest {
  @TempDir Path folder;
  private final Trace trace = new Trace();
  private Path hostKeys = Path.of("");

  @BeforeEach
  void makeHostKeys() throws Exception {
    hostKeys = folder.resolve("keys");
    ProgramRun.of(RealPrograms.require("tinysshd-makekey"), hostKeys).succeeded();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sntrup761x25519-sha512@openssh.com", "curve25519-sha256"})
  void theHandshakeReachesTheLogin(String keyExchange) throws Exception {
    Algorithms agreed = refusedAfter(Wishes.only(AlgorithmKind.KEY_EXCHANGE, keyExchange));
    assertEquals(keyExchange, agreed.keyExchange());
  }

  @Test
  void theBestThatItHasIsAgreedOn() throws Exception {
    Algorithms agreed = refusedAfter(AlgorithmWish.usual());
    assertTrue(agreed.keyExchange().startsWith("sntrup761x25519"), agreed.toString());
    assertEquals("ssh-ed25519", agreed.hostKey());
    assertEquals("chacha20-poly1305@openssh.com", agreed.sent().toString());
    assertEquals(agreed.sent(), agreed.received());
  }

  private Algorithms refusedAfter(AlgorithmWish wish) throws Exception {
    var keys = new Keys(folder);
    Path tinysshd = RealPrograms.require("tinysshd");
    try (var server =
        new BadServer(
            client -> {
              Process program =
                  new ProcessBuilder(tinysshd.toString(), hostKeys.toString())
                      .redirectError(ProcessBuilder.Redirect.DISCARD)
                      .start();
              InputStream typed = client.getInputStream();
              Thread.ofVirtual().start(() -> relay(typed, program.getOutputStream()));
              relay(program.getInputStream(), client.getOutputStream());
              client.close();
              program.destroyForcibly().onExit().join();
            })) {
      Target target =
          keys.target(server.port(), System.getProperty("user.name"), keys.ed25519("id"));
      assertThrows(
          LoginException.class,
          () ->
              new SshConnector(trace)
                  .connect(
                      target, ConnectSettings.defaults().withAlgorithms(wish), Questions.nobody()));
    }
    return trace.last(Event.Negotiated.class).orElseThrow().algorithms();
  }

  private static void relay(InputStream from, OutputStream to) {
    try {
      byte[] bytes = new byte[8192];
      for (int count = from.read(bytes); count >= 0; count = from.read(bytes)) {
        to.write(bytes, 0, count);
        to.flush();
      }
    } catch (IOException e) {
      // One side has hung up, as the refusal of a login wants.
    }
  }
}
