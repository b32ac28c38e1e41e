package io.github.spheronssh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.CommandRun.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ~/.ssh/config} says of an instance, beside what the service says. */
final class ConnectInstanceConfigTest {
  @TempDir Path home;
  private Rented rented;

  @BeforeEach
  void start() throws Exception {
    rented = Rented.in(home);
  }

  @AfterEach
  void stop() {
    rented.close();
  }

  @Test
  void whatIsSaidOfEveryHostYieldsToTheService() throws Exception {
    config("Host *", "User nobody", "Port 1", "SetEnv WHERE=%n");
    Result result = connect("trainer", "echo $USER");
    assertEquals("ubuntu\n", result.out(), result.err());
    Result again = connect("trainer", "echo $USER");
    assertEquals("ubuntu\n", again.out(), again.err());
  }

  @Test
  void whatIsSaidOfTheInstanceOutranksTheService() throws Exception {
    config("Host trainer", "User nobody", "Port 1", "Host *", "User somebody");
    Result named = rented.succeeding("connect", "--dry-run", "trainer");
    assertTrue(named.out().endsWith(" nobody@127.0.0.1\n"), named.out());
    assertTrue(named.out().contains(" -p 1 "), named.out());
    assertTrue(named.out().contains("HostKeyAlias=spheron-"), named.out());
    Result other = rented.succeeding("connect", "--dry-run", "gpu-1");
    assertTrue(other.out().endsWith(" ubuntu@127.0.0.1\n"), other.out());
    Result given = rented.succeeding("connect", "--dry-run", "-l", "ada", "trainer");
    assertTrue(given.out().endsWith(" ada@127.0.0.1\n"), given.out());
  }

  @Test
  void aPatternNamesAnInstanceToo() throws Exception {
    config("Match host train*,gpu-?", "User nobody");
    Result result = rented.succeeding("connect", "--dry-run", "gpu-1");
    assertTrue(result.out().endsWith(" nobody@127.0.0.1\n"), result.out());
  }

  @Test
  void whereNobodyKnowsTheUserTheGeneralOneIsTaken() throws Exception {
    config("User somebody");
    Result result = rented.succeeding("connect", "--dry-run", "bare");
    assertTrue(result.out().endsWith(" somebody@127.0.0.1\n"), result.out());
    assertTrue(result.err().contains("user: your configuration says it of every host"));
  }

  @Test
  void theKeyOfAnInstanceComesBetweenTheNamedOnesAndTheGeneral() throws Exception {
    key("general");
    key("named");
    config("IdentityFile ~/.ssh/general", "Host trainer", "IdentityFile ~/.ssh/named");
    Result result = rented.succeeding("connect", "--dry-run", "trainer");
    String[] order = {"/named ", "/id_ed25519 ", "/general "};
    for (int i = 1; i < order.length; i++) {
      int before = result.out().indexOf(order[i - 1]);
      assertTrue(before > 0 && before < result.out().indexOf(order[i]), result.out());
    }
    assertEquals(0, connect("trainer", "true").status());
  }

  @Test
  void aHostOfTheConfigurationIsNoInstanceWhereItSaysWhereItIs() throws Exception {
    assertEquals(0, connect("trainer", "true").status());
    config("Host trainer", "HostName 192.0.2.7");
    Result result = rented.succeeding("connect", "--dry-run", "trainer");
    assertTrue(result.out().endsWith(" me@192.0.2.7\n"), result.out());
    assertFalse(result.out().contains("spheron-"), result.out());
  }

  @Test
  void aPatternMakesNoHostOfAnInstance() throws Exception {
    config("Host train*", "HostName 192.0.2.7");
    Result result = rented.succeeding("connect", "--dry-run", "trainer");
    assertTrue(result.out().endsWith(" ubuntu@127.0.0.1\n"), result.out());
  }

  @Test
  void aHostThatTheSystemKnowsIsNotAskedFor() throws Exception {
    config("Host localhost", "User ada");
    Result result = rented.succeeding("connect", "-v", "--dry-run", "localhost");
    assertTrue(result.out().endsWith(" ada@localhost\n"), result.out());
    assertFalse(result.err().contains("GET /"), result.err());
  }

  @Test
  void aPatternMayPlaceAHostThatNoInstanceIs() throws Exception {
    config("Host box-*", "HostName localhost");
    Result result = rented.succeeding("connect", "--dry-run", "box-1");
    assertTrue(result.out().endsWith(" me@localhost\n"), result.out());
  }

  @Test
  void aProgramThatKnowsHostKeysCanOnlyRevokeThoseOfInstances() throws Exception {
    assertEquals(0, connect("trainer", "true").status());
    Path pins = home.resolve(".spheron/known_hosts");
    String[] pin = Files.readString(pins).split(" ", 4);
    String key = pin[1] + " " + pin[2].strip();
    config("KnownHostsCommand /bin/echo @revoked * " + key);
    Result revoked = connect("trainer", "true");
    assertEquals(255, revoked.status());
    assertTrue(revoked.err().contains("is revoked"), revoked.err());
    config("KnownHostsCommand /bin/echo * " + key);
    assertEquals(0, connect("trainer", "true").status());
    Files.delete(pins);
    Result stranger = rented.run("connect", "--host-key=strict", "trainer", "true");
    assertEquals(255, stranger.status(), "what the program says is no pin");
    assertTrue(stranger.err().contains("is not known"), stranger.err());
  }

  private void key(String name) {
    rented.succeeding("keygen", "-q", "--no-passphrase", "-f", home + "/.ssh/" + name);
  }

  private void config(String... lines) throws Exception {
    Files.write(home.resolve(".ssh/config"), List.of(lines));
  }

  private Result connect(String... words) {
    return rented.run(
        Stream.concat(Stream.of("connect", "--host-key=accept-new"), Stream.of(words))
            .toArray(String[]::new));
  }
}
