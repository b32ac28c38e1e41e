package io.github.spheronssh.file;

import java.nio.file.Path;

/** A file that was to be new is there already, and was not touched. */
public final class FileExistsException extends FileException {
  private static final long serialVersionUID = 1L;

  /** Names the file that is there. */
  public FileExistsException(Path path) {
    super(path + " exists already, and was not touched", null);
  }
}
