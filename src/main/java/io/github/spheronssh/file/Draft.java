package io.github.spheronssh.file;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;

/**
 * A file's content, synced to the disk beside the name it is for; gone when closed. What a killed
 * run left of one is swept from the folder by a later run that writes there.
 */
record Draft(Path path) implements AutoCloseable {
  private static final String PATTERN = ".spheron-ssh.????????????????.tmp";

  /** No run needs its draft for so long, wherever it runs: the folder may be another machine's. */
  private static final Duration ABANDONED = Duration.ofHours(1);

  /** Writes the content to a new file in the same folder as the target. */
  static Draft write(Path target, byte[] content, Permissions permissions) throws IOException {
    sweep(target);
    byte[] random = new byte[8];
    new SecureRandom().nextBytes(random);
    Path path = target.resolveSibling(".spheron-ssh." + HexFormat.of().formatHex(random) + ".tmp");
    writeExclusively(path, content, permissions);
    return new Draft(path);
  }

  private static void sweep(Path target) {
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null) {
      return;
    }
    Instant limit = Instant.now().minus(ABANDONED);
    try (DirectoryStream<Path> drafts = Files.newDirectoryStream(folder, PATTERN)) {
      for (Path draft : drafts) {
        var about = Files.readAttributes(draft, BasicFileAttributes.class, NOFOLLOW_LINKS);
        if (about.isRegularFile() && about.lastModifiedTime().toInstant().isBefore(limit)) {
          Files.deleteIfExists(draft);
        }
      }
    } catch (IOException | DirectoryIteratorException _) {
      // Whatever hinders it hinders the writing too, which says so; else the next run sweeps.
    }
  }

  /** Creates the file, and takes it away again where its content can't be written whole. */
  static void writeExclusively(Path path, byte[] content, Permissions permissions)
      throws IOException {
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel =
        FileChannel.open(path, options, permissions.attributes(path.getFileSystem()))) {
      try {
        permissions.restore(path);
        writeAll(channel, content);
        channel.force(true);
      } catch (IOException e) {
        Files.deleteIfExists(path);
        throw e;
      }
    }
  }

  static void writeAll(FileChannel channel, byte[] content) throws IOException {
    var bytes = ByteBuffer.wrap(content);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Makes the name itself last over a power loss, where the system lets a folder be synced. */
  static void syncFolder(Path path) {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null || !folder.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return; // Windows opens no folders
    }
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      return; // nor do some network file systems; the content is synced, and its name is in place
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(path);
  }
}
