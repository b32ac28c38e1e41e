package io.github.spheronssh.login;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.instance.FirstChoices;
import io.github.spheronssh.instance.HostMemory;
import io.github.spheronssh.instance.Ledger;
import io.github.spheronssh.instance.Resolution.PlainHost;
import io.github.spheronssh.ssh.ConnectSettings;
import io.github.spheronssh.ssh.Event;
import io.github.spheronssh.ssh.HostTrust.Policy;
import io.github.spheronssh.ssh.Questions;
import io.github.spheronssh.ssh.Trace;
import io.github.spheronssh.testing.AsyncSshd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a login remembers of a server, and does where that is right no more. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
final class OpeningTest {
  /** A server with a fault: it takes what follows a wrong guess for its own. */
  private static final String TAKES_ANY_GUESS =
      """
      def begin_auth(self, user): return False
      asyncssh.connection.SSHConnection._ignore_first_kex = property(
          lambda self: False, lambda self, value: None)
      """;

  @TempDir Path folder;
  private final List<String> notes = new ArrayList<>();

  @Test
  void aServerThatCantPassOverAWrongGuessIsMetOnceMoreWithoutOne() throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    Environment environment = Environment.of(Map.of("HOME", home.toString()), new Properties());
    try (var server =
        AsyncSshd.start(Files.createDirectory(folder.resolve("server")), TAKES_ANY_GUESS)) {
      String name = "[127.0.0.1]:" + server.port();
      HostMemory memory = HostMemory.of(environment, notes::add);
      Trace first = meet(environment, server.port());
      assertEquals(List.of(), first.all(Event.Guessed.class));
      FirstChoices met = memory.firstChoices(name).orElseThrow();
      assertEquals("curve25519-sha256", met.keyExchange());

      memory.record(name, new FirstChoices("mlkem768x25519-sha256", "ssh-ed25519"));
      Trace again = meet(environment, server.port());
      assertEquals(List.of(new Event.Guessed(false)), again.all(Event.Guessed.class));
      assertEquals(2, again.all(Event.Dialled.class).size());
      assertEquals(Optional.of(met), memory.firstChoices(name));
    }
    assertEquals(List.of(), notes);
  }

  @Test
  void whatCantBeKeptForLaterIsForThoseWhoWatchEachStep() throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    Files.createDirectories(home.resolve(".spheron/hosts"));
    Environment environment = Environment.of(Map.of("HOME", home.toString()), new Properties());
    try (var server =
        AsyncSshd.start(Files.createDirectory(folder.resolve("server")), TAKES_ANY_GUESS)) {
      Trace trace = meet(environment, server.port());
      assertEquals(1, trace.all(Event.NotKept.class).size());
    }
    assertEquals(List.of(), notes);
  }

  /** Logs in and out, and tells what was met. */
  private Trace meet(Environment environment, int port) throws Exception {
    var trace = new Trace();
    var logins = new Logins(environment, LocalKeys.read(environment, notes::add), KeyLookup.none());
    var wish =
        new LoginWish(
            Optional.of("u"),
            OptionalInt.of(port),
            KeyWish.none(),
            TrustWish.none(Policy.ACCEPT_NEW));
    new Opening(
            trace,
            ConnectSettings.defaults(),
            Questions.nobody(),
            Ledger.of(environment, "http://127.0.0.1", notes::add),
            _ -> {})
        .open(logins.plan(new PlainHost("127.0.0.1"), wish))
        .close();
    return trace;
  }
}
