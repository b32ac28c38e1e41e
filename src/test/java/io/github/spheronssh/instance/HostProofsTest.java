package io.github.spheronssh.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.key.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostProofsTest {
  private static final Fingerprint ONE = fingerprint("one");
  private static final Fingerprint TWO = fingerprint("two");

  @TempDir Path folder;
  private final List<String> notes = new ArrayList<>();
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("hosts");
  }

  @Test
  void nothingIsKnownAtFirstAndNoFileIsMade() {
    assertEquals(Set.of(), proofs().keys("me", "box", 22));
    assertFalse(Files.exists(file));
  }

  @Test
  void aKeyIsKnownForTheUserTheHostAndThePortThatItOpenedAlone() {
    proofs().record("me", "box", 22, ONE);
    assertEquals(Set.of(ONE), proofs().keys("me", "box", 22));
    assertEquals(Set.of(), proofs().keys("you", "box", 22));
    assertEquals(Set.of(), proofs().keys("me", "other", 22));
    assertEquals(Set.of(), proofs().keys("me", "box", 23));
  }

  @Test
  void severalKeysMayOpenAHost() {
    proofs().record("me", "box", 22, ONE);
    proofs().record("me", "box", 22, TWO);
    proofs().record("me", "box", 22, ONE);
    assertEquals(Set.of(ONE, TWO), proofs().keys("me", "box", 22));
  }

  @Test
  void neitherUserNorHostStandsInTheFileToBeRead() throws Exception {
    proofs().record("somebody", "secret.example", 2222, ONE);
    String content = Files.readString(file);
    assertFalse(content.contains("somebody"), content);
    assertFalse(content.contains("secret"), content);
    assertFalse(content.contains("2222"), content);
  }

  @Test
  void theSameHostIsHashedOtherwiseInAnotherFile() throws Exception {
    proofs().record("me", "box", 22, ONE);
    Path other = folder.resolve("other");
    new HostProofs(other, notes::add).record("me", "box", 22, ONE);
    assertFalse(Files.readAllLines(file).getLast().equals(Files.readAllLines(other).getLast()));
  }

  @Test
  void theOldestAreForgottenOnceThereAreTooMany() throws Exception {
    proofs().record("me", "old", 22, ONE);
    String line = Files.readAllLines(file).getLast();
    var full = new ArrayList<>(Files.readAllLines(file));
    for (int i = 1; i < HostProofs.MAX_LINES; i++) {
      full.add(1, "%064x SHA256:x%d".formatted(i, i));
    }
    Files.write(file, full);
    assertEquals(Set.of(ONE), proofs().keys("me", "old", 22));
    proofs().record("me", "new", 22, TWO);
    assertEquals(Set.of(), proofs().keys("me", "old", 22));
    assertEquals(Set.of(TWO), proofs().keys("me", "new", 22));
    assertFalse(Files.readAllLines(file).contains(line));
    assertEquals(HostProofs.MAX_LINES + 1, Files.readAllLines(file).size());
  }

  @Test
  void aDamagedFileProvesNothingAndIsBegunAnew() throws Exception {
    Files.write(file, new byte[] {0, 1, (byte) 0xff, '\n', '#', 27, '\n'});
    assertEquals(Set.of(), proofs().keys("me", "box", 22));
    proofs().record("me", "box", 22, ONE);
    assertEquals(Set.of(ONE), proofs().keys("me", "box", 22));
  }

  @Test
  void whatCantBeReadOrKeptIsToldAndNoMore() throws Exception {
    Files.createDirectory(file);
    assertEquals(Set.of(), proofs().keys("me", "box", 22));
    proofs().record("me", "box", 22, ONE);
    assertEquals(2, notes.size(), notes.toString());
    assertTrue(notes.getLast().startsWith("what this login proved could not be kept"));
  }

  private HostProofs proofs() {
    return new HostProofs(file, notes::add);
  }

  private static Fingerprint fingerprint(String text) {
    return Fingerprint.sha256(text.getBytes(StandardCharsets.UTF_8));
  }
}
