package io.github.spheronssh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.AccountService;
import io.github.spheronssh.testing.CommandRun;
import io.github.spheronssh.testing.CommandRun.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code keygen --upload}: a key that is made and registered in one go. */
final class KeygenUploadTest {
  @TempDir Path home;
  private AccountService service;
  private CommandRun command;
  private Path key;

  @BeforeEach
  void start() throws IOException {
    service = new AccountService();
    command =
        new CommandRun(home)
            .with("SPHERON_API_BASE", service.url())
            .with("SPHERON_API_KEY", AccountService.KEY);
    key = home.resolve(".ssh/id_ed25519");
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private Result keygen(String... more) {
    var words = new ArrayList<>(List.of("keygen", "--no-passphrase"));
    words.addAll(List.of(more));
    return command.run(words.toArray(String[]::new));
  }

  @Test
  void theKeyIsRegisteredUnderItsCommentOrTheNameThatIsGiven() throws Exception {
    Result made = keygen("--upload", "-C", "me@laptop");
    assertEquals(0, made.status(), made.err());
    assertTrue(made.out().endsWith("registered: me@laptop (k1)\n"), made.out());
    assertFalse(made.err().contains("next: "), made.err());
    String line = Files.readString(Path.of(key + ".pub")).strip();
    assertEquals(line, service.keys().getFirst().publicKey());

    Result named = keygen("--upload", "--key-name", "build robots", "--name", "ci");
    assertEquals(0, named.status(), named.err());
    assertTrue(named.out().endsWith("registered: build robots (k2)\n"), named.out());
    Result quiet = keygen("--upload", "-q", "--name", "still");
    assertEquals("", quiet.out() + quiet.err().replaceAll(".*no passphrase.*\n", ""));
    assertEquals(3, service.keys().size());
  }

  @Test
  void withoutCredentialsNoKeyIsMadeInVain() {
    command.without("SPHERON_API_KEY");
    assertEquals(3, keygen("--upload").status());
    assertFalse(Files.exists(key));
  }

  @Test
  void whereTheServiceRefusesItTheKeyStaysAndItIsSaidHowToGoOn() {
    service.answer("GET", 400, "{\"error\":\"not today\"}");
    Result refused = keygen("--upload");
    assertEquals(1, refused.status());
    assertTrue(refused.err().contains("not today"), refused.err());
    assertTrue(refused.err().contains("waits for: spheron-ssh upload"), refused.err());
    assertTrue(Files.exists(key));
    assertEquals(0, command.run("upload").status());
  }

  @ParameterizedTest
  @CsvSource({"--key-name x, --key-name is for", "--upload -y, --upload is for new keys"})
  void whatWouldBeLeftUndoneIsRefused(String options, String reason) {
    Result refused = command.run(("keygen " + options).split(" "));
    assertEquals(1, refused.status());
    assertTrue(refused.err().contains(reason), refused.err());
    assertFalse(Files.exists(key));
  }
}
