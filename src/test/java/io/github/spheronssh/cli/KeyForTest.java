package io.github.spheronssh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.CommandRun.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code key-for.INSTANCE} in the settings, where the service says that another key opens it. */
final class KeyForTest {
  @TempDir Path home;
  private Rented rented;

  /** An instance whose owner took the key away that it was made with, and put another there. */
  @BeforeEach
  void start() throws Exception {
    rented = Rented.in(home);
    rented.commands().with("SPHERON_SSH_HOST_KEY", "accept-new");
    rented.succeeding("keygen", "--no-passphrase", "-q", "--name", "ci");
    rented.succeeding("upload", "-q", ".ssh/id_ed25519_ci.pub");
    Files.writeString(rented.instance("gpu-2").authorizedKeysFile(), line("id_ed25519_ci") + "\n");
    Files.createDirectories(home.resolve(".spheron"));
    Files.writeString(
        home.resolve(".spheron/ssh.properties"),
        """
        key-for.gpu-* = ~/.ssh/id_ed25519
        key-for.gpu-2 = ~/.ssh/id_ed25519_ci
        """);
  }

  @AfterEach
  void stop() {
    rented.close();
  }

  private String line(String name) throws Exception {
    return Files.readString(home.resolve(".ssh").resolve(name + ".pub")).strip();
  }

  private String authorized(String name) throws Exception {
    return Files.readString(rented.instance(name).authorizedKeysFile());
  }

  private Result rotate(String key) {
    var words = new ArrayList<>(List.of("keys", "rotate", key, "--yes"));
    List.of("silent", "hung", "stopped", "rekeyed", "stranger")
        .forEach(name -> words.add("--skip=" + name));
    return rented.run(words.toArray(String[]::new));
  }

  @Test
  void connectOffersTheKeyThatIsMeantFirst() {
    assertEquals("id_ed25519_ci", firstIdentity("gpu-2"));
    assertEquals("id_ed25519", firstIdentity("gpu-1"));
    for (String name : List.of("gpu-1", "gpu-2")) {
      Result in = rented.run("connect", name, "true");
      assertEquals(0, in.status(), in.err());
    }
  }

  /** The key that ssh would offer first. */
  private String firstIdentity(String name) {
    String ssh = rented.succeeding("connect", "--dry-run", name).out();
    Matcher identity = Pattern.compile(" -i \\S*/(\\S+) ").matcher(ssh);
    assertTrue(identity.find(), ssh);
    return identity.group(1);
  }

  @Test
  void theHostEntriesNameTheKeyThatIsMeant() {
    String entries = rented.succeeding("config", "--print").out();
    assertTrue(entry(entries, "gpu-2").contains("/id_ed25519_ci\n"), entries);
    assertTrue(entry(entries, "gpu-1").contains("/id_ed25519\n"), entries);
  }

  @Test
  void aRotationMovesTheInstancesThatItsKeyIsMeantForAndLeavesTheOthers() throws Exception {
    String usual = line("id_ed25519");
    for (String name : List.of("gpu-1", "gpu-2")) {
      rented.succeeding("trust", name, "--fingerprint", rented.fingerprint(name));
    }
    Result ci = rotate("~/.ssh/id_ed25519_ci");
    assertEquals(0, ci.status(), ci.err());
    assertEquals(line("id_ed25519_ci") + "\n", authorized("gpu-2"), ci.err());
    assertEquals(usual, authorized("gpu-1").strip());

    Result plain = rotate("~/.ssh/id_ed25519");
    assertFalse(line("id_ed25519").equals(usual));
    assertEquals(line("id_ed25519"), authorized("gpu-1").strip(), plain.err());
    assertEquals(line("id_ed25519_ci") + "\n", authorized("gpu-2"));
    assertEquals(0, rented.run("connect", "gpu-2", "true").status());
    assertEquals(0, rented.run("connect", "gpu-1", "true").status());
  }

  private static String entry(String entries, String name) {
    String from = entries.substring(entries.indexOf("Host " + name + ".spheron"));
    int end = from.indexOf("\nHost ");
    return end < 0 ? from : from.substring(0, end + 1);
  }
}
