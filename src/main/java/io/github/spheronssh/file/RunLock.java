package io.github.spheronssh.file;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Lets one run of this program at a time do a piece of work, for as long as that takes. It ends
 * with the process, however that ends; the empty file stays.
 */
public final class RunLock implements AutoCloseable {
  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes the lock; absent where another run has it. */
  public static Optional<RunLock> tryAcquire(Path file) throws FileException {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        OwnerOnly.createFolder(folder);
      }
      FileChannel channel = Permissions.OWNER_ONLY.open(file, Set.of(CREATE, WRITE));
      if (isTaken(channel)) {
        channel.close();
        return Optional.empty();
      }
      return Optional.of(new RunLock(channel));
    } catch (IOException e) {
      throw FileException.of("lock", file, e);
    }
  }

  private static boolean isTaken(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock == null;
    } catch (OverlappingFileLockException e) {
      return true; // by another thread of this process
    }
  }

  @Override
  public void close() throws FileException {
    try {
      channel.close();
    } catch (IOException e) {
      throw new FileException("cannot unlock: " + e.getMessage(), null);
    }
  }
}
