package io.github.spheronssh.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that must not be there yet. It appears under its name whole and synced or not at all, and
 * never in the place of another one, not even to a race.
 */
public final class NewFile {
  private NewFile() {}

  /**
   * Makes the file.
   *
   * @throws FileExistsException where anything has that name; it was not touched
   * @throws FileException where it can't be written; nothing is left behind
   */
  public static void create(Path path, byte[] content, Permissions permissions)
      throws FileException {
    try (Draft draft = Draft.write(path, content, permissions)) {
      link(draft, path, content, permissions);
    } catch (FileAlreadyExistsException e) {
      throw new FileExistsException(path);
    } catch (IOException e) {
      throw FileException.of("write", path, e);
    }
  }

  /** A link, unlike a rename, fails where the name is taken. */
  private static void link(Draft draft, Path path, byte[] content, Permissions permissions)
      throws IOException {
    try {
      Files.createLink(path, draft.path());
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException _) {
      // Some file systems have no links (FAT, some network shares); they can create exclusively.
      Draft.writeExclusively(path, content, permissions);
    }
    Draft.syncFolder(path);
  }
}
