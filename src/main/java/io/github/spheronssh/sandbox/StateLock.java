package io.github.spheronssh.sandbox;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.file.FileException;
import io.github.spheronssh.file.OwnerOnly;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps a second sandbox off the state of one that runs. The empty file beside the state stays; the
 * system drops the lock with the process.
 */
record StateLock(Optional<FileChannel> channel) implements AutoCloseable {
  /**
   * Takes it, where there is a state to keep.
   *
   * @throws SpheronSshException where another sandbox has it
   */
  static StateLock take(Optional<Path> state) throws SpheronSshException {
    if (state.isEmpty()) {
      return new StateLock(Optional.empty());
    }
    Path file = state.get().toAbsolutePath();
    Path path = file.resolveSibling(file.getFileName() + ".lock");
    Path folder = file.getParent();
    if (folder != null) {
      OwnerOnly.createFolder(folder);
    }
    try {
      FileChannel channel = FileChannel.open(path, Set.of(CREATE, WRITE), OwnerFiles.FILE);
      if (isHeld(channel)) {
        return new StateLock(Optional.of(channel));
      }
      channel.close();
    } catch (IOException e) {
      throw FileException.of("lock", path, e);
    }
    throw new SpheronSshException(
        "another sandbox runs with the state in " + state.get(),
        "end that one, or give this one a file of its own with --state");
  }

  private static boolean isHeld(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // by this very process
    }
  }

  @Override
  public void close() throws IOException {
    if (channel.isPresent()) {
      channel.get().close();
    }
  }
}
