package io.github.spheronssh.rotation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.json.Json;
import io.github.spheronssh.key.PublicKeyLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A journal that is damaged is said to be, and never guessed at. */
final class JournalTest {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";
  private static final int TRIES = 2000;

  @TempDir Path folder;
  private World world;
  private Path file;
  private String text;

  @BeforeEach
  void start() throws Exception {
    world = new World(folder, 0);
    file = folder.resolve(".spheron/rotations/r1.json");
    Files.createDirectories(file.getParent());
    Path place = folder.resolve("id");
    Rotation rotation =
        Rotation.begin(
                "r1",
                "http://127.0.0.1:1",
                Optional.of("t1"),
                new PairFiles(place, folder.resolve("id.new"), folder.resolve("id.old")),
                PublicKeyLine.parse(KEY + " old"),
                Instant.parse("2026-11-01T00:00:00Z"))
            .withNewKey(PublicKeyLine.parse(KEY + " new"))
            .touching("d1")
            .doneWith("d1")
            .finishedAt(Instant.parse("2026-11-02T00:00:00Z"));
    text = Json.write(rotation);
    world.close();
  }

  private List<Rotation> read(String content) throws Exception {
    Files.writeString(file, content);
    return world.journal().all();
  }

  @Test
  void whatIsCutAnywhereIsDamaged() throws Exception {
    assertEquals(1, read(text).size());
    for (int end = 0; end < text.stripTrailing().length(); end++) {
      String cut = text.substring(0, end);
      var met = assertThrows(SpheronSshException.class, () -> read(cut));
      assertTrue(met.getMessage().contains("is damaged"), met.getMessage());
      assertTrue(met.hint().isPresent());
    }
  }

  @Test
  void anyBytesAreARotationThatCanBeWorkedWithOrAnError() throws Exception {
    var random = new Random(5);
    byte[] whole = text.getBytes(UTF_8);
    for (int i = 0; i < TRIES; i++) {
      byte[] damaged = whole.clone();
      for (int times = random.nextInt(3); times >= 0; times--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      Files.write(file, damaged);
      try {
        for (Rotation rotation : world.journal().all()) {
          assertEquals(rotation.outgoing(), rotation.undo().incoming().orElseThrow());
          assertFalse(rotation.accountName().isBlank());
          Instant.parse(rotation.begun());
          List<Leftover> left = Leftover.all(world.journal());
          assertEquals(List.of(), left);
        }
      } catch (SpheronSshException e) {
        assertFalse(e.getMessage().isEmpty());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-01T00:00:00Z, yesterday",
    "2026-11-02T00:00:00Z, ''",
    "id.old, id\\u0000",
    "ssh-ed25519, ssh-ed25518",
    "\"oldKey\", \"other\"",
    "\"begun\", \"other\""
  })
  void whatNoRotationSaysIsDamaged(String from, String to) throws Exception {
    assertTrue(text.contains(from), text);
    var met = assertThrows(SpheronSshException.class, () -> read(text.replace(from, to)));
    assertTrue(met.getMessage().contains("is damaged"), met.getMessage());
  }

  @Test
  void aLaterProgramsJournalIsLeftToIt() throws Exception {
    String later = text.replaceFirst("\"version\" : 1", "\"version\" : 2");
    var met = assertThrows(SpheronSshException.class, () -> read(later));
    assertTrue(met.getMessage().startsWith("a later spheron-ssh wrote"), met.getMessage());
  }
}
