package io.github.spheronssh.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/** A file's content, synced to the disk beside the name it is for; gone when closed. */
record Draft(Path path) implements AutoCloseable {

  /** Writes the content to a new file in the same folder as the target. */
  static Draft write(Path target, byte[] content, Permissions permissions) throws IOException {
    byte[] random = new byte[8];
    new SecureRandom().nextBytes(random);
    Path path = target.resolveSibling(".spheron-ssh." + HexFormat.of().formatHex(random) + ".tmp");
    writeExclusively(path, content, permissions);
    return new Draft(path);
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
