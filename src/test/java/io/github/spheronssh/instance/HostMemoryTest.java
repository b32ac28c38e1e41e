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
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostMemoryTest {
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
    assertEquals(Set.of(), memory().keys("me", "box", 22));
    assertFalse(Files.exists(file));
  }

  @Test
  void aKeyIsKnownForTheUserTheHostAndThePortThatItOpenedAlone() {
    memory().record("me", "box", 22, ONE);
    assertEquals(Set.of(ONE), memory().keys("me", "box", 22));
    assertEquals(Set.of(), memory().keys("you", "box", 22));
    assertEquals(Set.of(), memory().keys("me", "other", 22));
    assertEquals(Set.of(), memory().keys("me", "box", 23));
  }

  @Test
  void severalKeysMayOpenAHost() {
    memory().record("me", "box", 22, ONE);
    memory().record("me", "box", 22, TWO);
    memory().record("me", "box", 22, ONE);
    assertEquals(Set.of(ONE, TWO), memory().keys("me", "box", 22));
  }

  @Test
  void whatAServerNamesFirstIsKnownUntilItNamesAnother() {
    assertEquals(Optional.empty(), memory().firstChoices("[box]:2222"));
    var first = new FirstChoices("sntrup761x25519-sha512@openssh.com", "rsa-sha2-512");
    var second = new FirstChoices("mlkem768x25519-sha256", "ssh-ed25519");
    memory().record("[box]:2222", first);
    assertEquals(Optional.of(first), memory().firstChoices("[box]:2222"));
    memory().record("me", "box", 2222, ONE);
    memory().record("[box]:2222", second);
    assertEquals(Optional.of(second), memory().firstChoices("[box]:2222"));
    assertEquals(Optional.empty(), memory().firstChoices("box"));
    assertEquals(Set.of(ONE), memory().keys("me", "box", 2222));
  }

  @Test
  void namesThatAreNoneAreNotKept() {
    memory().record("box", new FirstChoices("", "ssh-ed25519"));
    memory().record("box", new FirstChoices("a b", "ssh-ed25519"));
    memory().record("box", new FirstChoices("a\nb", "ssh-ed25519"));
    memory().record("box", new FirstChoices("a".repeat(65), "ssh-ed25519"));
    memory().record("box", new FirstChoices("a,b", "ssh-ed25519"));
    assertFalse(Files.exists(file));
  }

  @Test
  void neitherUserNorHostStandsInTheFileToBeRead() throws Exception {
    memory().record("somebody", "secret.example", 2222, ONE);
    String content = Files.readString(file);
    assertFalse(content.contains("somebody"), content);
    assertFalse(content.contains("secret"), content);
    assertFalse(content.contains("2222"), content);
  }

  @Test
  void theSameHostIsHashedOtherwiseInAnotherFile() throws Exception {
    memory().record("me", "box", 22, ONE);
    Path other = folder.resolve("other");
    new HostMemory(other, notes::add).record("me", "box", 22, ONE);
    assertFalse(Files.readAllLines(file).getLast().equals(Files.readAllLines(other).getLast()));
  }

  @Test
  void theOldestAreForgottenOnceThereAreTooMany() throws Exception {
    memory().record("me", "old", 22, ONE);
    String line = Files.readAllLines(file).getLast();
    var full = new ArrayList<>(Files.readAllLines(file));
    for (int i = 1; i < HostMemory.MAX_LINES; i++) {
      full.add(1, "%064x SHA256:x%d".formatted(i, i));
    }
    Files.write(file, full);
    assertEquals(Set.of(ONE), memory().keys("me", "old", 22));
    memory().record("me", "new", 22, TWO);
    assertEquals(Set.of(), memory().keys("me", "old", 22));
    assertEquals(Set.of(TWO), memory().keys("me", "new", 22));
    assertFalse(Files.readAllLines(file).contains(line));
    assertEquals(HostMemory.MAX_LINES + 1, Files.readAllLines(file).size());
  }

  @Test
  void aDamagedFileProvesNothingAndIsBegunAnew() throws Exception {
    Files.write(file, new byte[] {0, 1, (byte) 0xff, '\n', '#', 27, '\n'});
    assertEquals(Set.of(), memory().keys("me", "box", 22));
    memory().record("me", "box", 22, ONE);
    assertEquals(Set.of(ONE), memory().keys("me", "box", 22));
  }

  @Test
  void whatCantBeReadOrKeptIsToldAndNoMore() throws Exception {
    Files.createDirectory(file);
    assertEquals(Set.of(), memory().keys("me", "box", 22));
    memory().record("me", "box", 22, ONE);
    assertEquals(2, notes.size(), notes.toString());
    assertTrue(notes.getLast().startsWith("what this login proved could not be kept"));
  }

  private HostMemory memory() {
    return new HostMemory(file, notes::add);
  }

  private static Fingerprint fingerprint(String text) {
    return Fingerprint.sha256(text.getBytes(StandardCharsets.UTF_8));
  }
}
