package io.github.spheronssh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.json.Json;
import io.github.spheronssh.testing.CommandRun.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code instances}, {@code trust} and {@code forget}. */
final class InstanceCommandsTest {
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
  void theListTellsWhichKeyOpensEachInstance() throws Exception {
    InstanceRow trainer = row("trainer");
    assertEquals("~/.ssh/id_ed25519", trainer.key());
    assertEquals("running", trainer.status());
    assertEquals("127.0.0.1", trainer.address());
    assertEquals(rented.instance("trainer").port(), trainer.port());
    assertEquals("ubuntu", trainer.user());
    assertNull(row("stranger").key(), "it was made with somebody else's key");
    Result table = rented.succeeding("instances");
    assertTrue(table.out().startsWith("trainer\t"), "no heading in a pipe: " + table.out());
    assertTrue(table.out().contains("not here: "), table.out());
  }

  @Test
  void whatHasEndedIsListedOnRequestOnly() throws Exception {
    List<String> active = rows("instances", "--json").stream().map(InstanceRow::name).toList();
    List<String> all = rows("instances", "-a", "--json").stream().map(InstanceRow::name).toList();
    assertTrue(active.contains("stopped"), active::toString);
    for (String ended : List.of("failed", "reclaimed")) {
      assertFalse(active.contains(ended), active::toString);
      assertTrue(all.contains(ended), all::toString);
    }
  }

  @Test
  void theListTellsAsWhomALoginSucceeded() throws Exception {
    assertNull(row("bare").user(), "nobody says");
    assertEquals("root", row("cloud-image").user());
    rented.succeeding("connect", "--host-key=accept-new", "bare", "true");
    rented.succeeding("connect", "--host-key=accept-new", "cloud-image", "true");
    assertEquals("ubuntu", row("bare").user());
    assertEquals("ubuntu", row("cloud-image").user());
  }

  @Test
  void aKeyIsPinnedWhereItsFingerprintIsTheOneThatWasChecked() throws Exception {
    String fingerprint = rented.fingerprint("trainer");
    Result first = rented.succeeding("trust", "trainer", "--fingerprint", fingerprint);
    assertTrue(first.err().contains("pinned ssh-ed25519 " + fingerprint), first.err());
    assertFalse(first.err().contains("in the place of"), first.err());
    Result second = rented.succeeding("trust", "trainer", "--fingerprint", fingerprint);
    assertTrue(second.err().contains("pinned already"), second.err());
    assertEquals(1, rented.pins("trainer").size());
    rented.succeeding("connect", "--host-key=strict", "trainer", "true");
  }

  @Test
  void aKeyWithAnotherFingerprintIsNotPinned() throws Exception {
    String other = rented.fingerprint("bare");
    Result result = rented.run("trust", "trainer", "--fingerprint", other);
    assertEquals(1, result.status());
    assertTrue(result.err().contains("not the one that you checked"), result.err());
    assertTrue(result.err().contains(rented.fingerprint("trainer")), result.err());
    assertEquals(List.of(), rented.pins("trainer"));
  }

  @Test
  void aChangedKeyIsRefusedUntilItsFingerprintIsTrusted() throws Exception {
    rented.succeeding("connect", "--host-key=accept-new", "rekeyed", "true");
    String before = rented.pins("rekeyed").getFirst();
    Result refused = rented.run("connect", "--host-key=accept-new", "rekeyed", "true");
    assertEquals(255, refused.status());
    String fingerprint = rented.fingerprint("rekeyed");
    String remedy = "trust rekeyed --fingerprint " + fingerprint;
    assertTrue(refused.err().contains(remedy), refused.err());
    assertEquals(List.of(before), rented.pins("rekeyed"));

    Result trusted = rented.succeeding("trust", "rekeyed", "--fingerprint", fingerprint);
    assertTrue(trusted.err().contains("in the place of SHA256:"), trusted.err());
    assertEquals(1, rented.pins("rekeyed").size());
    rented.succeeding("connect", "--host-key=strict", "rekeyed", "true");
  }

  @Test
  void aRevokedKeyIsNotPinnedEvenWithItsFingerprint() throws Exception {
    String key = rented.instance("trainer").hostKey().withComment("").toString();
    Path file = Files.createDirectories(home.resolve(".spheron")).resolve("known_hosts");
    Files.writeString(file, "@revoked * " + key + "\n");
    Result result = rented.run("trust", "trainer", "--fingerprint", rented.fingerprint("trainer"));
    assertEquals(1, result.status());
    assertTrue(result.err().contains("revoked"), result.err());
    assertEquals(List.of(), rented.pins("trainer"));
  }

  @Test
  void whatIsForgottenIsAskedForAnew() throws Exception {
    rented.succeeding("connect", "--host-key=accept-new", "trainer", "true");
    Path ledger = home.resolve(".spheron/ledger.json");
    String id = rented.instance("trainer").id();
    assertTrue(Files.readString(ledger).contains(id));
    Result forgotten = rented.succeeding("forget", "trainer");
    assertTrue(forgotten.err().contains("forgot 1 host key of trainer"), forgotten.err());
    assertFalse(Files.readString(ledger).contains(id));
    assertEquals(List.of(), rented.pins("trainer"));
    assertEquals(255, rented.run("connect", "--host-key=strict", "trainer", "true").status());
  }

  @Test
  void aPlainHostIsForgottenInTheFileOfSsh() throws Exception {
    String key = rented.instance("trainer").hostKey().toString();
    Path file = home.resolve(".ssh/known_hosts");
    Files.writeString(file, "[192.0.2.7]:2222 " + key + "\n192.0.2.7 " + key + "\n");
    rented.succeeding("forget", "192.0.2.7:2222");
    assertEquals("192.0.2.7 " + key + "\n", Files.readString(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody.invalid", "trainer", "192.0.2.7"})
  void thereHasToBeSomethingToForget(String target) {
    assertEquals(4, rented.run("forget", target).status());
  }

  @Test
  void anUnknownNameCanNotBeTrusted() {
    String fingerprint = rented.fingerprint("trainer");
    Result result = rented.run("trust", "nobody.invalid", "--fingerprint", fingerprint);
    assertEquals(4, result.status());
    assertTrue(result.err().contains("spheron-ssh instances"), result.err());
    assertEquals(2, rented.run("trust", "trainer").status(), "without a fingerprint");
  }

  private InstanceRow row(String name) throws Exception {
    return rows("instances", "--json").stream()
        .filter(row -> row.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private List<InstanceRow> rows(String... words) throws Exception {
    return Arrays.asList(Json.read(rented.succeeding(words).out(), InstanceRow[].class));
  }
}
