package io.github.spheronssh.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.SpheronSshException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SharedFileTest {
  private static final int LIMIT = 1024;

  @TempDir Path folder;

  @Test
  void aFileThatIsNotThereIsEmptyAndIsMadeForItsOwnerAlone() throws Exception {
    Path path = folder.resolve("new/state");
    SharedFile file = SharedFile.at(path);

    assertEquals(Optional.empty(), file.read(LIMIT));
    file.replace("one".getBytes(UTF_8));

    assertEquals("one", Files.readString(path));
    assertEquals("rw-------", mode(path));
    assertEquals("rwx------", mode(folder.resolve("new")));
    assertEquals(1, count(folder.resolve("new")), "nothing is left beside it");
  }

  @Test
  void aReplacementKeepsTheModeAndTheLink() throws Exception {
    Path real = Files.writeString(folder.resolve("real"), "one");
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r--r--"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);

    SharedFile.at(link).replace("two".getBytes(UTF_8));

    assertTrue(Files.isSymbolicLink(link));
    assertEquals("two", Files.readString(real));
    assertEquals("rw-r--r--", mode(real));
  }

  @Test
  void everyOneOfManyChangesAtOnceCounts() throws Exception {
    SharedFile file = SharedFile.at(folder.resolve("count"));
    Callable<Boolean> change =
        () -> {
          file.update(LIMIT, before -> (new String(before, UTF_8) + "x").getBytes(UTF_8));
          return true;
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> each : threads.invokeAll(Collections.nCopies(50, change))) {
        assertTrue(each.get());
      }
    }
    assertEquals(50, file.read(LIMIT).orElseThrow().length);
  }

  @Test
  void aChangeThatFailsChangesNothing() throws Exception {
    SharedFile file = SharedFile.at(Files.writeString(folder.resolve("state"), "kept"));

    assertThrows(
        SpheronSshException.class,
        () ->
            file.update(
                LIMIT,
                _ -> {
                  throw new SpheronSshException("no");
                }));

    assertArrayEquals("kept".getBytes(UTF_8), file.read(LIMIT).orElseThrow());
    assertEquals(1, count(folder));
  }

  @Test
  void aLineBeginsOnItsOwnEvenWhereTheLastOneIsUnfinished() throws Exception {
    Path path = Files.writeString(folder.resolve("known_hosts"), "unfinished");

    SharedFile.at(path).appendLine("one");
    SharedFile.at(path).appendLine("two");

    assertEquals("unfinished\none\ntwo\n", Files.readString(path));
  }

  @Test
  void aFileBeyondItsLimitIsRefused() throws Exception {
    Path path = Files.write(folder.resolve("big"), new byte[LIMIT + 1]);

    var error = assertThrows(FileException.class, () -> SharedFile.at(path).read(LIMIT));

    assertEquals("expected at most 1024 bytes in %s, met more".formatted(path), error.getMessage());
  }

  @Test
  void aNewFileNeverTakesTheNameOfAnotherNotEvenOfALinkThatLeadsNowhere() throws Exception {
    Path taken = Files.writeString(folder.resolve("taken"), "kept");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));

    for (Path each : new Path[] {taken, link}) {
      assertThrows(
          FileExistsException.class,
          () -> NewFile.create(each, new byte[] {1}, Permissions.OWNER_ONLY));
    }

    assertEquals("kept", Files.readString(taken));
    assertTrue(Files.isSymbolicLink(link));
    assertEquals(2, count(folder));
  }

  private static String mode(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static long count(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  @Test
  void whatAKilledRunLeftIsSweptOnceItIsOldAndNothingElse() throws Exception {
    Path old = Files.createFile(folder.resolve(".spheron-ssh.0123456789abcdef.tmp"));
    age(old, Duration.ofMinutes(61));
    List<String> others = List.of("spheron-ssh.0123456789abcdef.tmp", ".other.tmp", "id_rsa");
    for (String name : others) {
      Files.writeString(folder.resolve(name), name);
      age(folder.resolve(name), Duration.ofDays(100));
    }
    Path young = Files.createFile(folder.resolve(".spheron-ssh.00000000000000ff.tmp"));
    age(young, Duration.ofMinutes(59));
    Path sub = Files.createDirectory(folder.resolve(".spheron-ssh.00000000000000fe.tmp"));
    age(sub, Duration.ofDays(2));
    Path link = folder.resolve(".spheron-ssh.00000000000000fd.tmp");
    Files.createSymbolicLink(link, folder.resolve("id_rsa"));

    NewFile.create(folder.resolve("new"), new byte[] {1}, Permissions.OWNER_ONLY);

    assertFalse(Files.exists(old));
    for (String name : others) {
      assertEquals(name, Files.readString(folder.resolve(name)));
    }
    assertTrue(Files.exists(young) && Files.exists(sub) && Files.isSymbolicLink(link));
    age(young, Duration.ofMinutes(61));
    SharedFile.at(folder.resolve("new")).replace(new byte[] {2});
    assertFalse(Files.exists(young), "a replacement sweeps as well");
  }

  private static void age(Path file, Duration age) throws Exception {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
  }
}
