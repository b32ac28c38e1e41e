package io.github.spheronssh.sandbox;

import io.github.spheronssh.key.AuthorizedKeysLine;
import io.github.spheronssh.key.KeyFormatException;
import io.github.spheronssh.key.PublicKeyLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.PublicKey;
import java.util.Set;

/**
 * An instance's {@code ~/.ssh/authorized_keys}, read anew at every login, and passed over, as
 * OpenSSH's StrictModes does, where others could write to it.
 *
 * @param home the instance's home, 0700
 */
record AuthorizedKeys(Path home) {
  private static final int LIMIT = 1024 * 1024;

  private static final Set<PosixFilePermission> OTHERS_WRITE =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  Path file() {
    return home.resolve(".ssh").resolve("authorized_keys");
  }

  boolean accept(PublicKey offered) {
    try {
      PublicKeyLine key = PublicKeyLine.of(offered, "");
      return isSafe() && text().lines().anyMatch(line -> opens(line, key));
    } catch (IOException | KeyFormatException e) {
      return false; // no file, or no key that ssh knows: as in sshd, that opens nothing
    }
  }

  /** The file's text; empty where there is none. */
  String text() throws IOException {
    if (!Files.exists(file())) {
      return "";
    }
    try (var in = Files.newInputStream(file())) {
      return new String(in.readNBytes(LIMIT), StandardCharsets.UTF_8);
    }
  }

  private boolean isSafe() throws IOException {
    if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      return true;
    }
    for (Path each : Set.of(home, home.resolve(".ssh"), file())) {
      if (Files.getPosixFilePermissions(each).stream().anyMatch(OTHERS_WRITE::contains)) {
        return false;
      }
    }
    return true;
  }

  private static boolean opens(String line, PublicKeyLine key) {
    return AuthorizedKeysLine.parse(line)
        .filter(entry -> !entry.isAuthority() && entry.key().sameKeyAs(key))
        .isPresent();
  }
}
