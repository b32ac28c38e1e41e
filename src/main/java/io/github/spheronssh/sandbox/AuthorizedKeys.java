package io.github.spheronssh.sandbox;

import io.github.spheronssh.key.KeyFormatException;
import io.github.spheronssh.key.PublicKeyLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.PublicKey;
import java.util.Optional;
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
    return keyOf(line).filter(key::sameKeyAs).isPresent();
  }

  /** The key of a line, whose options, if there are any, come before it (sshd(8)). */
  private static Optional<PublicKeyLine> keyOf(String line) {
    String rest = line.strip();
    if (rest.isEmpty() || rest.startsWith("#")) {
      return Optional.empty();
    }
    try {
      return Optional.of(PublicKeyLine.parse(rest));
    } catch (KeyFormatException e) {
      return afterOptions(rest);
    }
  }

  private static Optional<PublicKeyLine> afterOptions(String line) {
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && (i == 0 || line.charAt(i - 1) != '\\')) {
        quoted = !quoted;
      } else if ((c == ' ' || c == '\t') && !quoted) {
        try {
          return Optional.of(PublicKeyLine.parse(line.substring(i)));
        } catch (KeyFormatException e) {
          return Optional.empty(); // a damaged line, which sshd passes over too
        }
      }
    }
    return Optional.empty();
  }
}
