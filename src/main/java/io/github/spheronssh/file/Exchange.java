package io.github.spheronssh.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Steps by which one file takes another's name while the other keeps living under a new one; after
 * each step the name stands for one of the two.
 */
public final class Exchange {
  private Exchange() {}

  /** Gives a file a second name, which must be free; a copy of its own where there are no links. */
  public static void keep(Path file, Path name, Permissions permissions) throws FileException {
    try {
      Files.createLink(name, file);
      Draft.syncFolder(name);
    } catch (FileAlreadyExistsException e) {
      throw new FileExistsException(name);
    } catch (UnsupportedOperationException | FileSystemException _) {
      byte[] content = read(file);
      NewFile.create(name, content, permissions);
    } catch (IOException e) {
      throw FileException.of("keep", file, e);
    }
  }

  /** Moves a file to a name, in one step, in the place of whatever has it. */
  public static void move(Path file, Path name) throws FileException {
    try {
      Files.move(file, name, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Draft.syncFolder(name);
    } catch (IOException e) {
      throw FileException.of("rename", file, e);
    }
  }

  private static byte[] read(Path file) throws FileException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw FileException.of("read", file, e);
    }
  }
}
