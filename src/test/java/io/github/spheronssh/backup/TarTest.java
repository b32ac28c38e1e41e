package io.github.spheronssh.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The archive, judged by Debian's tar, and what is refused in one. */
final class TarTest {
  private static final long TIME = 1_700_000_000;
  private static final Places PLACES = new Places(Path.of("/h/.ssh"), Path.of("/h/.spheron"));

  private static Kept file(String name, int mode, String content) {
    return new Kept(name, mode, TIME, content.getBytes(UTF_8));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void tarUnpacksWhatIsWrittenAndPacksWhatIsRead(@TempDir Path folder) throws Exception {
    Path tar = RealPrograms.require("tar");
    Path archive = folder.resolve("archive.tar");
    List<Kept> files =
        List.of(
            file(".ssh/id_ed25519", 0600, "x".repeat(512)),
            file(".ssh/id_ed25519.pub", 0644, "ssh-ed25519 höhe\n"),
            file(".spheron/known_hosts", 0600, ""));
    Files.write(archive, Tar.write(files));
    Path home = Files.createDirectory(folder.resolve("home"));
    var unpacked = ProgramRun.of(tar, "-xpf", archive, "-C", home);
    assertEquals("", unpacked.succeeded() + unpacked.err());
    for (Kept each : files) {
      Path file = home.resolve(each.name());
      assertArrayEquals(each.content(), Files.readAllBytes(file));
      assertEquals(FileTime.from(Instant.ofEpochSecond(TIME)), Files.getLastModifiedTime(file));
      assertEquals(
          each.mode() == 0600 ? "rw-------" : "rw-r--r--",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    for (String format : List.of("ustar", "gnu", "v7")) {
      ProgramRun.of(tar, "--format=" + format, "-C", home, "-cf", archive, ".ssh", ".spheron")
          .succeeded();
      if (format.equals("v7")) {
        assertThrows(BackupException.class, () -> Tar.read(Files.readAllBytes(archive)));
        continue;
      }
      List<Kept> read = Tar.read(Files.readAllBytes(archive));
      assertEquals(3, read.size());
      for (Kept each : read) {
        assertArrayEquals(Files.readAllBytes(home.resolve(each.name())), each.content());
        assertEquals(TIME, each.modified());
      }
    }

    Files.createSymbolicLink(home.resolve(".ssh/id_link"), Path.of("/etc/passwd"));
    Files.createLink(home.resolve(".ssh/id_again"), home.resolve(".ssh/id_ed25519"));
    for (String odd : List.of(".ssh/id_link", ".ssh")) {
      ProgramRun.of(tar, "-C", home, "-cf", archive, odd).succeeded();
      var e = assertThrows(BackupException.class, () -> Tar.read(Files.readAllBytes(archive)));
      assertTrue(e.getMessage().contains("plain files"), e.getMessage());
    }
  }

  @Test
  void aNameThatTarCannotKeepIsNamed() {
    String name = ".ssh/" + "n".repeat(96);
    var e = assertThrows(BackupException.class, () -> Tar.write(List.of(file(name, 0600, ""))));
    assertTrue(e.getMessage().contains(name), e.getMessage());
  }

  @Test
  void onlyTheNamesOfABackupAreTaken() {
    for (String name :
        List.of(
            "/etc/passwd",
            "../.ssh/id_rsa",
            ".ssh/../../id_rsa",
            ".ssh/..",
            ".ssh/a/b",
            ".ssh/a\\b",
            ".ssh/",
            ".ssh/config",
            ".ssh/rc",
            ".ssh/authorized_keys",
            ".ssh/.hidden",
            ".ssh/a\nb",
            ".spheron/api_key",
            ".spheron/rotations/x",
            ".bashrc",
            "")) {
      var e =
          assertThrows(
              BackupException.class,
              () -> Contents.of(List.of(file(name, 0600, "")), PLACES),
              name);
      assertTrue(e.getMessage().contains("no such file"), e.getMessage());
    }
  }

  @Test
  void whatIsTooLargeOrNoKeyOrThereTwiceIsRefused() {
    assertRefused("larger", file(".ssh/id_x", 0600, "x".repeat(64 * 1024 + 1)));
    assertRefused("larger", file(".spheron/ledger.json", 0600, "x".repeat(8 * 1024 * 1024 + 1)));
    assertRefused("neither", file(".ssh/id_x", 0600, "#!/bin/sh\n"));
    assertRefused("neither", file(".ssh/id_x.pub", 0644, "ssh-ed25519 AAAA\n"));
    Kept known = file(".spheron/known_hosts", 0600, "");
    assertRefused("two files", known, known);
  }

  private static void assertRefused(String said, Kept... files) {
    var e = assertThrows(BackupException.class, () -> Contents.of(Arrays.asList(files), PLACES));
    assertTrue(e.getMessage().contains(said), e.getMessage());
  }

  @Property(tries = 2000)
  void anyBytesAreAnArchiveOrAnError(
      @ForAll @IntRange(max = 2047) int at, @ForAll byte value, @ForAll @IntRange int length)
      throws Exception {
    byte[] tar = Tar.write(List.of(file(".ssh/id_x", 0600, "x".repeat(513))));
    tar[at] = value;
    try {
      byte[] cut = Arrays.copyOf(tar, Math.floorMod(length, tar.length + 1));
      assertTrue(Tar.read(cut).size() <= 1);
    } catch (BackupException e) {
      assertNotNull(e.getMessage());
    }
  }
}
