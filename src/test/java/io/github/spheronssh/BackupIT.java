package io.github.spheronssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.PackageUser;
import io.github.spheronssh.testing.PackagedProgram;
import io.github.spheronssh.testing.PackagedProgram.Result;
import io.github.spheronssh.testing.RealPrograms;
import io.github.spheronssh.testing.TmuxPane;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A backup by the packaged program, in its small heap, opened without it and by it. */
@DisabledOnOs(OS.WINDOWS)
final class BackupIT {
  @Test
  void ageAndTarOpenABackupThatAPersonMadeAndRestoreDoesTheSame(@TempDir Path folder)
      throws Exception {
    Path age = RealPrograms.require("age");
    var user = new PackageUser(folder.resolve("home"));
    Path home = user.home();
    Files.createDirectory(home.resolve(".spheron"));
    Files.writeString(home.resolve(".spheron/ledger.json"), "x".repeat(8 << 20)); // the most
    Path kept = folder.resolve("kept.age");
    Path opened = Files.createDirectory(folder.resolve("opened"));
    String script =
        """
        HOME='%s' '%s' keys backup '%s' && %s -d '%s' | tar -x -C '%s' && echo "all is don""e"
        """
            .formatted(
                home, PackagedProgram.built().launcher("spheron-ssh"), kept, age, kept, opened);
    try (TmuxPane pane = TmuxPane.run(folder, script)) {
      pane.await("Enter passphrase for the backup:");
      pane.paste("five random words here\r");
      pane.await("same passphrase again:");
      pane.paste("five random words here\r");
      pane.await("Enter passphrase:");
      pane.paste("five random words here\r");
      pane.await("all is done");
    }
    assertSame(home, opened);

    Path other = Files.createDirectory(folder.resolve("other"));
    user.with("OTHER", other).with("KEPT", kept);
    Result restored =
        user.types(
            "echo 'five random words here' | HOME=$OTHER spheron-ssh keys restore"
                + " --passphrase-file - $KEPT");
    assertEquals(0, restored.status(), restored.err());
    assertTrue(restored.out().startsWith("restored: ~/.ssh/id_ed25519\n"), restored.out());
    assertSame(home, other);
  }

  private static void assertSame(Path home, Path copy) throws Exception {
    for (String file : new String[] {"id_ed25519", "id_ed25519.pub"}) {
      assertEquals(
          -1,
          Files.mismatch(home.resolve(".ssh").resolve(file), copy.resolve(".ssh").resolve(file)));
    }
    String ledger = ".spheron/ledger.json";
    assertEquals(-1, Files.mismatch(home.resolve(ledger), copy.resolve(ledger)));
  }
}
