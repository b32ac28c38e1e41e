package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Who but its owner may read and write a file; nobody, where files have no modes. */
record Access(Set<PosixFilePermission> mode) {
  private static final Set<PosixFilePermission> NOBODY_ELSE = Set.of();

  /**
   * Looks at a file, through links.
   *
   * @throws SpheronSshException where it can't be looked at
   */
  static Access to(Path path) throws SpheronSshException {
    var view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    try {
      return new Access(view == null ? NOBODY_ELSE : view.readAttributes().permissions());
    } catch (IOException e) {
      throw new SpheronSshException("can't look at " + path + ": " + e.getMessage(), null, e);
    }
  }

  boolean othersCanRead() {
    return mode.contains(PosixFilePermission.GROUP_READ)
        || mode.contains(PosixFilePermission.OTHERS_READ);
  }

  boolean othersCanWrite() {
    return mode.contains(PosixFilePermission.GROUP_WRITE)
        || mode.contains(PosixFilePermission.OTHERS_WRITE);
  }

  /** As {@code ls} writes it. */
  @Override
  public String toString() {
    return PosixFilePermissions.toString(mode);
  }
}
