package io.github.spheronssh.sandbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/** The sandbox's own files, which live no longer than it does; nobody else may read them. */
final class OwnerFiles {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  /** The mode of a folder: 0700. On Windows the temporary folder is the user's own. */
  static final FileAttribute<?>[] FOLDER = attributes("rwx------");

  static final FileAttribute<?>[] FILE = attributes("rw-------");

  private static final int DELETIONS = 5;

  private OwnerFiles() {}

  static void write(Path file, String text) throws IOException {
    var options =
        Set.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    try (var channel = FileChannel.open(file, options, FILE)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  /**
   * Deletes a folder with all that is in it, what its owner may not enter or write to included;
   * links are deleted, not followed.
   */
  static void delete(Path folder) throws IOException {
    for (int left = DELETIONS; Files.exists(folder) && left > 0; left--) {
      try {
        deleteOnce(folder);
      } catch (DirectoryNotEmptyException e) {
        if (left == 1) {
          throw e;
        }
        // A process that was ended a moment ago had still made a file.
      }
    }
  }

  private static void deleteOnce(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      if (POSIX) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
      }
      List<Path> inside;
      try (var entries = Files.list(path)) {
        inside = entries.toList();
      }
      for (Path each : inside) {
        deleteOnce(each);
      }
    }
    Files.deleteIfExists(path);
  }

  private static FileAttribute<?>[] attributes(String mode) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }
}
