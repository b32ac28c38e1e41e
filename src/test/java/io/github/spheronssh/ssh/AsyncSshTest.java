package io.github.spheronssh.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.AsyncSshd;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each algorithm by itself against AsyncSSH, where it has it without further libraries. */
@Timeout(60)
final class AsyncSshTest {
  @TempDir static Path folder;
  private static AsyncSshd server;
  private static Keys keys;
  private final Trace trace = new Trace();

  @BeforeAll
  static void start() throws Exception {
    keys = new Keys(folder);
    server =
        AsyncSshd.start(
            folder,
            """
            def public_key_auth_supported(self): return True
            def validate_public_key(self, user, key): return True
            """);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<AlgorithmWish> wishes() {
    return Stream.of(
            AlgorithmKind.KEY_EXCHANGE.all().stream()
                // The hybrids need liboqs there, and 8192 bits take Python half a minute.
                .filter(name -> !name.matches("(mlkem|sntrup|diffie-hellman-group18).*"))
                .map(name -> Wishes.only(AlgorithmKind.KEY_EXCHANGE, name)),
            AlgorithmKind.CIPHER.all().stream()
                .map(name -> Wishes.only(AlgorithmKind.CIPHER, name)),
            Stream.of(AlgorithmWish.usual(), Wishes.compressed()))
        .flatMap(each -> each);
  }

  @ParameterizedTest
  @MethodSource("wishes")
  void aSessionRunsByWhatIsWishedFor(AlgorithmWish wish) throws Exception {
    Target target = keys.target(server.port(), "me", keys.ed25519("id"));
    try (SshSession session =
        new SshConnector(trace)
            .connect(target, ConnectSettings.defaults().withAlgorithms(wish), Questions.nobody())) {
      assertEquals(
          0,
          session
              .exec(
                  "anything",
                  new Streams(
                      InputStream.nullInputStream(),
                      OutputStream.nullOutputStream(),
                      OutputStream.nullOutputStream()))
              .code());
    }
    Algorithms agreed = trace.last(Event.Negotiated.class).orElseThrow().algorithms();
    assertTrue(agreed.strict(), agreed.toString());
    assertTrue(wish.keyExchanges().contains(agreed.keyExchange()), agreed.toString());
    assertTrue(wish.ciphers().contains(agreed.sent().cipher()), agreed.toString());
    assertEquals(wish.compression() ? "zlib@openssh.com" : "none", agreed.sent().compression());
    assertEquals(agreed.sent(), agreed.received(), agreed.toString());
  }
}
