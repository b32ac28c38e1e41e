package io.github.spheronssh.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders that nobody but the owner may enter. */
public final class OwnerOnly {
  private OwnerOnly() {}

  /**
   * Makes the folder where it is missing, with mode 0700, and the ones above it likewise. A folder
   * that is there, or that a symbolic link leads to, stays as it is.
   *
   * @throws FileException where it can't be made, or something else has its name
   */
  public static void createFolder(Path folder) throws FileException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path above = folder.toAbsolutePath().getParent();
    if (above != null) {
      createFolder(above);
    }
    try {
      Files.createDirectory(
          folder, Permissions.OWNER_ONLY_FOLDER.attributes(folder.getFileSystem()));
      Permissions.OWNER_ONLY_FOLDER.restore(folder);
    } catch (FileAlreadyExistsException e) {
      refuseUnlessFolder(folder);
    } catch (IOException e) {
      throw FileException.of("make the folder", folder, e);
    }
  }

  private static void refuseUnlessFolder(Path folder) throws FileException {
    if (Files.isDirectory(folder)) {
      return; // another run made it
    }
    throw Files.isSymbolicLink(folder) && !Files.exists(folder)
        ? new FileException(
            folder + " is a symbolic link that leads nowhere",
            "make the folder that it leads to, or remove the link")
        : new FileException(
            "expected a folder at %s, met a file".formatted(folder),
            "move it out of the way: mv '%s' '%s.old'".formatted(folder, folder));
  }
}
