package io.github.spheronssh.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import io.github.spheronssh.SpheronSshException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A file that several runs change. Changes are made one at a time under the folder's lock; a reader
 * sees the file before or after a replacement and never between. A symbolic link is followed, and
 * stays.
 */
public final class SharedFile {
  private final Path path;

  private SharedFile(Path path) {
    this.path = path;
  }

  /** The file at the given path, which need not be there yet. */
  public static SharedFile at(Path path) {
    return new SharedFile(path);
  }

  /** What becomes of a file's content. */
  @FunctionalInterface
  public interface Edit {
    /** Tells the new content from the present one, which is empty where there is no file. */
    byte[] apply(byte[] content) throws SpheronSshException;
  }

  /**
   * Reads the whole file, if it is there.
   *
   * @param limit the most bytes that are accepted
   * @throws FileException where it can't be read or is larger
   */
  public Optional<byte[]> read(int limit) throws FileException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] content = in.readNBytes(limit + 1);
      if (content.length > limit) {
        throw new FileException(
            "expected at most %d bytes in %s, met more".formatted(limit, path),
            "ls -l '%s'".formatted(path));
      }
      return Optional.of(content);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw FileException.of("read", path, e);
    }
  }

  /** Puts the content in the place of what is there, keeping the mode; a new file is 0600. */
  public void replace(byte[] content) throws FileException {
    Path target = target();
    try (FolderLock _ = lock(target)) {
      write(target, content);
    }
  }

  /**
   * Reads, changes and replaces the file while no other run can.
   *
   * @param limit the most bytes that are accepted
   */
  public void update(int limit, Edit edit) throws SpheronSshException {
    Path target = target();
    try (FolderLock _ = lock(target)) {
      byte[] before = read(limit).orElse(new byte[0]);
      byte[] after = edit.apply(before);
      if (!java.util.Arrays.equals(before, after)) {
        write(target, after);
      }
    }
  }

  /**
   * Deletes the file where its content is unwanted, while no other run can change it. What a
   * symbolic link leads to stays.
   *
   * @param limit the most bytes that are accepted
   * @return whether it was there and is no more
   */
  public boolean deleteIf(int limit, Predicate<byte[]> unwanted) throws FileException {
    if (!Files.exists(path) || Files.isSymbolicLink(path)) {
      return false;
    }
    try (FolderLock _ = lock(path)) {
      return read(limit).filter(unwanted).isPresent() && Files.deleteIfExists(path);
    } catch (IOException e) {
      throw FileException.of("delete", path, e);
    }
  }

  /**
   * Adds a line at the end, whole or not at all, beginning a new one where the last is unfinished:
   * for files that other programs append to as well.
   */
  public void appendLine(String line) throws FileException {
    Path target = target();
    try (FolderLock _ = lock(target)) {
      append(target, line);
    } catch (IOException e) {
      throw FileException.of("write", target, e);
    }
  }

  /**
   * The same, unless the content that is there by then needs no such line.
   *
   * @param limit the most bytes that are accepted
   * @return whether the line was added
   */
  public boolean appendLine(int limit, String line, Predicate<byte[]> needed) throws FileException {
    Path target = target();
    try (FolderLock _ = lock(target)) {
      if (!needed.test(read(limit).orElse(new byte[0]))) {
        return false;
      }
      append(target, line);
      return true;
    } catch (IOException e) {
      throw FileException.of("write", target, e);
    }
  }

  /** A stream to the end of the file, which others may write to as well; a new file is 0600. */
  public OutputStream appending() throws FileException {
    try {
      return Channels.newOutputStream(Permissions.OWNER_ONLY.open(path, Set.of(CREATE, APPEND)));
    } catch (IOException e) {
      throw FileException.of("write", path, e);
    }
  }

  private static boolean isFinished(Path target) throws IOException {
    if (!Files.exists(target)) {
      return true;
    }
    try (var channel = FileChannel.open(target)) {
      var last = ByteBuffer.allocate(1);
      return channel.size() == 0
          || (channel.read(last, channel.size() - 1) == 1 && last.get(0) == '\n');
    }
  }

  /** Appended in one write, since others, who don't know the lock, may append at the same time. */
  private static void append(Path target, String line) throws IOException {
    byte[] bytes = ((isFinished(target) ? "" : "\n") + line + "\n").getBytes(UTF_8);
    try (var channel = Permissions.OWNER_ONLY.open(target, Set.of(CREATE, APPEND))) {
      long end = channel.size();
      try {
        Draft.writeAll(channel, bytes);
        channel.force(true);
      } catch (IOException e) {
        channel.truncate(end);
        throw e;
      }
    }
  }

  private static void write(Path target, byte[] content) throws FileException {
    try (Draft draft = Draft.write(target, content, Permissions.OWNER_ONLY)) {
      keepOwnerAndMode(target, draft.path());
      Files.move(
          draft.path(),
          target,
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      Draft.syncFolder(target);
    } catch (IOException e) {
      throw FileException.of("write", target, e);
    }
  }

  /** A file that root rewrites stays its user's. */
  private static void keepOwnerAndMode(Path old, Path draft) throws IOException {
    if (!old.getFileSystem().supportedFileAttributeViews().contains("posix")
        || !Files.exists(old)) {
      return;
    }
    PosixFileAttributes wanted = Files.readAttributes(old, PosixFileAttributes.class);
    PosixFileAttributes met = Files.readAttributes(draft, PosixFileAttributes.class);
    var view = Files.getFileAttributeView(draft, PosixFileAttributeView.class);
    try {
      if (!met.owner().equals(wanted.owner())) {
        view.setOwner(wanted.owner());
      }
      if (!met.group().equals(wanted.group())) {
        view.setGroup(wanted.group());
      }
    } catch (FileSystemException _) {
      // Only root gives files away: whoever may replace one makes it theirs.
    }
    view.setPermissions(wanted.permissions());
  }

  private static FolderLock lock(Path target) throws FileException {
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null) {
      throw new FileException("expected a file, met " + target, null);
    }
    OwnerOnly.createFolder(folder);
    return FolderLock.acquire(folder);
  }

  private Path target() throws FileException {
    if (!Files.isSymbolicLink(path)) {
      return path;
    }
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw FileException.of("follow the link", path, e);
    }
  }
}
