package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.file.FileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * Who but its owner may read and write a file; nobody, where files have no modes.
 *
 * @param sticky whether those who may write in a folder may touch only what is theirs, as in /tmp
 */
record Access(Set<PosixFilePermission> mode, boolean sticky) {
  private static final int STICKY = 01000;
  private static final Set<PosixFilePermission> WRITE_OF_OTHERS =
      EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  /**
   * Looks at a file, through links.
   *
   * @throws SpheronSshException where it can't be looked at
   */
  static Access to(Path path) throws SpheronSshException {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return new Access(Set.of(), false);
    }
    try {
      int mode = (int) Files.getAttribute(path, "unix:mode");
      return new Access(Files.getPosixFilePermissions(path), (mode & STICKY) != 0);
    } catch (IOException e) {
      throw FileException.of("look at", path, e);
    }
  }

  boolean othersCanRead() {
    return mode.contains(PosixFilePermission.GROUP_READ)
        || mode.contains(PosixFilePermission.OTHERS_READ);
  }

  boolean othersCanWrite() {
    return mode.stream().anyMatch(WRITE_OF_OTHERS::contains);
  }

  /** Whether anybody at all can write, and not only a group. */
  boolean everybodyCanWrite() {
    return mode.contains(PosixFilePermission.OTHERS_WRITE);
  }

  /** The mode with which nobody else can write: {@code chmod go-w}. */
  Set<PosixFilePermission> withoutOthersWriting() {
    Set<PosixFilePermission> rest = EnumSet.noneOf(PosixFilePermission.class);
    rest.addAll(mode);
    rest.removeAll(WRITE_OF_OTHERS);
    return rest;
  }

  /** As {@code ls} writes it. */
  @Override
  public String toString() {
    return PosixFilePermissions.toString(mode);
  }
}
