package io.github.spheronssh.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.age.AgeFile;
import io.github.spheronssh.age.QuickAge;
import io.github.spheronssh.cli.AccountCommandsTest.Person;
import io.github.spheronssh.testing.CommandRun;
import io.github.spheronssh.testing.CommandRun.Result;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code keys backup} and {@code keys restore}. */
@DisabledOnOs(OS.WINDOWS) // which has no modes
final class KeysBackupTest {
  private static final String PASSPHRASE = "five random words here";

  @TempDir Path folder;
  private Path kept;
  private String key;
  private String otherKey;
  private Path home;
  private Path other;
  private CommandRun here;
  private CommandRun there;

  @BeforeEach
  void start() throws Exception {
    home = Files.createDirectory(folder.resolve("here"));
    other = Files.createDirectory(folder.resolve("there"));
    kept = folder.resolve("kept.age");
    Files.writeString(folder.resolve("passphrase"), PASSPHRASE + "\n");
    here = new CommandRun(home);
    there = new CommandRun(other);
    assertEquals(0, here.run("keygen", "--no-passphrase", "-q").status());
    assertEquals(0, here.run("keygen", "--no-passphrase", "-q", "--name", "ci").status());
    key = Files.readString(home.resolve(".ssh/id_ed25519.pub")).strip();
    otherKey = Files.readString(home.resolve(".ssh/id_ed25519_ci.pub")).strip();
    Path spheron = Files.createDirectories(home.resolve(".spheron"));
    Files.writeString(spheron.resolve("known_hosts"), "spheron-1 " + key + "\n");
    Files.writeString(spheron.resolve("ssh.properties"), "color = never\n");
    Files.writeString(spheron.resolve("ledger.json"), "{}");
    Files.writeString(spheron.resolve("api_key"), "sai_secret");
    Files.writeString(home.resolve(".ssh/config"), "Host *\n");
  }

  private Result backup(String... keys) {
    var words =
        Stream.concat(
            Stream.of("keys", "backup", "--passphrase-file", "../passphrase", "../kept.age"),
            Stream.of(keys));
    return here.run(words.toArray(String[]::new));
  }

  private Result restore(String... more) {
    var words =
        Stream.concat(
            Stream.of("keys", "restore", "--passphrase-file", "../passphrase", "../kept.age"),
            Stream.of(more));
    return there.run(words.toArray(String[]::new));
  }

  private static Set<String> files(Path home) throws Exception {
    try (Stream<Path> all = Files.walk(home)) {
      var names = new TreeSet<String>();
      all.filter(Files::isRegularFile).forEach(file -> names.add(home.relativize(file).toString()));
      return names;
    }
  }

  private static String mode(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void whatIsKeptComesBackByteByByteAndNothingElse() throws Exception {
    FileTime old = FileTime.from(Instant.parse("2026-01-02T03:04:05Z"));
    Files.setLastModifiedTime(home.resolve(".ssh/id_ed25519"), old);
    Result done = backup();
    assertEquals(0, done.status(), done.err());
    assertTrue(done.out().contains("kept: ~/.ssh/id_ed25519_ci.pub\n"), done.out());
    assertEquals("rw-------", mode(kept));

    char[] passphrase = PASSPHRASE.toCharArray();
    byte[] tar = AgeFile.decrypt(Files.readAllBytes(kept), passphrase);
    Files.write(kept, QuickAge.encrypt(tar, passphrase));

    Result planned = restore("--dry-run");
    assertEquals(0, planned.status(), planned.err());
    assertTrue(planned.out().contains("would be restored: ~/.ssh/id_ed25519\n"), planned.out());
    assertEquals(Set.of(), files(other));

    Result restored = restore();
    assertEquals(0, restored.status(), restored.err());
    assertTrue(restored.out().contains("restored: ~/.ssh/id_ed25519\n"), restored.out());
    Set<String> expected = files(home);
    expected.removeAll(List.of(".spheron/api_key", ".ssh/config"));
    assertEquals(expected, files(other));
    for (String file : expected) {
      assertArrayEquals(
          Files.readAllBytes(home.resolve(file)), Files.readAllBytes(other.resolve(file)), file);
      assertEquals(mode(home.resolve(file)), mode(other.resolve(file)), file);
    }
    assertEquals(old, Files.getLastModifiedTime(other.resolve(".ssh/id_ed25519")));
    assertEquals("rwx------", mode(other.resolve(".ssh")));
    assertEquals("rwx------", mode(other.resolve(".spheron")));

    Result again = restore();
    assertEquals(0, again.status(), again.err());
    assertTrue(again.out().lines().allMatch(line -> line.startsWith("already there: ")));
  }

  @Test
  void whatDiffersIsNamedAndLeftAndPinsAreAdded() throws Exception {
    Files.writeString(
        home.resolve(".spheron/known_hosts"),
        "# mine\nspheron-1 %s\nspheron-2 %s\nspheron-3 %s\n".formatted(key, key, key));
    assertEquals(0, backup().status());
    assertEquals(0, there.run("keygen", "--no-passphrase", "-q").status());
    Files.delete(other.resolve(".ssh/id_ed25519.pub"));
    byte[] met = Files.readAllBytes(other.resolve(".ssh/id_ed25519"));
    Path spheron = Files.createDirectories(other.resolve(".spheron"));
    Files.writeString(
        spheron.resolve("known_hosts"), "spheron-1 " + otherKey + "\nspheron-2 " + key);
    Files.writeString(spheron.resolve("ledger.json"), "{ }");

    Result restored = restore();
    assertEquals(1, restored.status());
    assertTrue(restored.err().contains("left: ~/.ssh/id_ed25519: another one"), restored.err());
    assertTrue(restored.err().contains("left: ~/.ssh/id_ed25519.pub: id_ed25519 beside"));
    assertTrue(restored.err().contains("left: ~/.spheron/ledger.json: another one"));
    assertTrue(restored.err().contains("pinned there for spheron-1\n"), restored.err());
    assertTrue(restored.out().contains("added to: ~/.spheron/known_hosts\n"), restored.out());
    assertTrue(restored.out().contains("restored: ~/.ssh/id_ed25519_ci\n"), restored.out());
    assertArrayEquals(met, Files.readAllBytes(other.resolve(".ssh/id_ed25519")));
    assertFalse(Files.exists(other.resolve(".ssh/id_ed25519.pub")));
    assertEquals("{ }", Files.readString(spheron.resolve("ledger.json")));
    assertEquals(
        "spheron-1 %s\nspheron-2 %s\nspheron-3 %s\n".formatted(otherKey, key, key),
        Files.readString(spheron.resolve("known_hosts")));
  }

  @Test
  void chosenKeysAloneAreKeptAndOthersAreNoKeys() throws Exception {
    Result strange = backup("id_strange");
    assertEquals(4, strange.status());
    assertTrue(strange.err().contains("id_strange"), strange.err());
    Files.copy(home.resolve(".ssh/id_ed25519"), home.resolve("elsewhere"));
    Result elsewhere = backup("./elsewhere");
    assertEquals(1, elsewhere.status());
    assertTrue(elsewhere.err().contains("keys of ~/.ssh alone"), elsewhere.err());
    assertFalse(Files.exists(kept));

    Result done = backup("id_ed25519_ci", ".ssh/id_ed25519_ci");
    assertEquals(0, done.status(), done.err());
    assertTrue(done.out().startsWith("kept: ~/.ssh/id_ed25519_ci\nkept: ~/.ssh/id_ed25519_ci.pub"));
    assertFalse(done.out().contains("id_ed25519\n"), done.out());
    byte[] before = Files.readAllBytes(kept);
    Result again = backup();
    assertEquals(1, again.status());
    assertTrue(again.err().contains("exists already"), again.err());
    assertArrayEquals(before, Files.readAllBytes(kept));
  }

  @Test
  void aWrongPassphraseADamagedAndACutFileWriteNothing() throws Exception {
    byte[] file = QuickAge.encrypt("no archive".getBytes(UTF_8), PASSPHRASE.toCharArray());
    Files.write(kept, file);
    assertRefused("no archive of tar's");
    Result asked = there.runAt(new Person("wrong", ""), "keys", "restore", "../kept.age");
    assertEquals(1, asked.status());
    assertEquals(2, asked.err().split("try again", -1).length - 1, asked.err());
    assertTrue(asked.err().contains("error: wrong passphrase"), asked.err());

    byte[] damaged = file.clone();
    damaged[file.length - 5] ^= 1;
    Files.write(kept, damaged);
    assertRefused("damaged or cut");
    Files.write(kept, Arrays.copyOf(file, file.length - 1));
    assertRefused("damaged or cut");
    Files.writeString(kept, "no backup at all\n");
    assertRefused("no file of age's");
    try (var sparse = Files.newByteChannel(kept, StandardOpenOption.WRITE)) {
      sparse.position(40L << 20).write(ByteBuffer.wrap(file));
    }
    assertRefused("expected at most");
    assertEquals(Set.of(), files(other));
  }

  private void assertRefused(String said) {
    Result refused = restore();
    assertEquals(1, refused.status());
    assertTrue(refused.err().contains(said), refused.err());
  }

  @Test
  void aPassphraseIsAskedForTwiceAndIsNotEmpty() throws Exception {
    Result empty = here.runAt(new Person("", ""), "keys", "backup", "../kept.age");
    assertEquals(1, empty.status());
    assertTrue(empty.err().contains("needs a passphrase"), empty.err());
    Result nobody = here.run("keys", "backup", "../kept.age");
    assertEquals(1, nobody.status());
    assertTrue(nobody.err().contains("--passphrase-file FILE"), nobody.err());
    assertFalse(Files.exists(kept));
    Result none = there.run("keys", "backup", "--passphrase-file", "../passphrase", "../kept.age");
    assertEquals(1, none.status());
    assertTrue(none.err().contains("no key in ~/.ssh"), none.err());
  }
}
