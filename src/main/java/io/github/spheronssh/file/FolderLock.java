package io.github.spheronssh.file;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps other runs of this program from changing files in the same folder, until it is closed. It
 * binds nobody else. A killed holder's lock is gone with it, since the system holds it.
 */
public final class FolderLock implements AutoCloseable {
  private static final String NAME = ".spheron-ssh.lock";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(10);

  private static final byte IN_USE = '+';
  private static final byte RETIRED = '-';

  /** The system holds file locks for the process; its threads have to take turns by themselves. */
  private static final ReentrantLock TURN = new ReentrantLock();

  private final Path path;
  private final FileChannel channel;

  private FolderLock(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Waits for the lock, for 20 seconds at most. Not reentrant: a thread takes one at a time.
   *
   * @throws FileException where the folder can't be written to, or others keep the lock
   */
  public static FolderLock acquire(Path folder) throws FileException {
    Path path = folder.resolve(NAME);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      if (!TURN.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw busy(path);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy(path);
    }
    try {
      return new FolderLock(path, lock(path, deadline));
    } catch (IOException e) {
      TURN.unlock();
      throw FileException.of("lock", folder, e);
    } catch (FileException e) {
      TURN.unlock();
      throw e;
    }
  }

  private static FileChannel lock(Path path, long deadline) throws IOException, FileException {
    while (System.nanoTime() < deadline) {
      FileChannel channel = open(path);
      try {
        if (isHeld(channel, deadline) && !isRetired(channel)) {
          mark(channel, IN_USE);
          return channel;
        }
      } catch (IOException e) {
        channel.close();
        throw e;
      }
      channel.close();
    }
    throw busy(path);
  }

  private static FileChannel open(Path path) throws IOException {
    return Permissions.OWNER_ONLY.open(path, Set.of(CREATE, READ, WRITE));
  }

  private static boolean isHeld(FileChannel channel, long deadline) throws IOException {
    while (System.nanoTime() < deadline) {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return true;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    return false;
  }

  private static boolean isRetired(FileChannel channel) throws IOException {
    var mark = ByteBuffer.allocate(1);
    return channel.read(mark, 0) == 1 && mark.get(0) == RETIRED;
  }

  /** Written at the start too, so that a full disk is met before anything is changed. */
  private static void mark(FileChannel channel, byte mark) throws IOException {
    channel.write(ByteBuffer.wrap(new byte[] {mark}), 0);
  }

  private static FileException busy(Path path) {
    return new FileException(
        "another run keeps %s locked".formatted(path), "wait for it to end, and run this again");
  }

  /**
   * Takes the lock file away, so that nothing is left in the user's folder. Its mark tells those
   * that wait for this very file to look for the new one.
   */
  @Override
  public void close() throws FileException {
    try (channel) {
      Files.deleteIfExists(path);
      mark(channel, RETIRED);
    } catch (IOException e) {
      throw FileException.of("unlock", path, e);
    } finally {
      TURN.unlock();
    }
  }
}
