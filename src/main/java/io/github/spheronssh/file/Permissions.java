package io.github.spheronssh.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryFlag;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Who may read and write a file or folder, given at the instant it is made and never after it. */
public enum Permissions {
  /** The owner alone reads and writes: 0600; on Windows an ACL of one entry. */
  OWNER_ONLY("rw-------"),

  /** Everyone reads, the owner writes: 0644; on Windows whatever the folder hands down. */
  ALL_READ("rw-r--r--"),

  /** A folder that the owner alone may enter: 0700; on Windows an ACL of one entry. */
  OWNER_ONLY_FOLDER("rwx------");

  private static final FileAttribute<?>[] NONE = {};

  private final String mode;

  Permissions(String mode) {
    this.mode = mode;
  }

  FileAttribute<?>[] attributes(FileSystem files) throws IOException {
    Set<String> views = files.supportedFileAttributeViews();
    if (views.contains("posix")) {
      return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(posix())};
    }
    return views.contains("acl") && this != ALL_READ
        ? new FileAttribute<?>[] {ownerAlone(files)}
        : NONE;
  }

  /** Opens a file, which is made for these where it is missing, whatever the umask. */
  FileChannel open(Path path, Set<StandardOpenOption> options) throws IOException {
    boolean isNew = !Files.exists(path);
    FileChannel channel = FileChannel.open(path, options, attributes(path.getFileSystem()));
    try {
      if (isNew) {
        restore(path);
      }
      return channel;
    } catch (NoSuchFileException e) {
      return channel; // another run, which made it at the same time, took it away again
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Gives back what the umask took: it may have left a file that its owner can't read. */
  void restore(Path path) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Set<PosixFilePermission> met = EnumSet.noneOf(PosixFilePermission.class);
      met.addAll(Files.getPosixFilePermissions(path));
      if (met.addAll(posix())) {
        Files.setPosixFilePermissions(path, met);
      }
    }
  }

  private Set<PosixFilePermission> posix() {
    return PosixFilePermissions.fromString(mode);
  }

  private FileAttribute<List<AclEntry>> ownerAlone(FileSystem files) throws IOException {
    UserPrincipal user =
        files
            .getUserPrincipalLookupService()
            .lookupPrincipalByName(System.getProperty("user.name"));
    var entry =
        AclEntry.newBuilder()
            .setType(AclEntryType.ALLOW)
            .setPrincipal(user)
            .setPermissions(EnumSet.allOf(AclEntryPermission.class));
    if (this == OWNER_ONLY_FOLDER) {
      entry.setFlags(AclEntryFlag.FILE_INHERIT, AclEntryFlag.DIRECTORY_INHERIT);
    }
    List<AclEntry> acl = List.of(entry.build());
    return new FileAttribute<>() {
      @Override
      public String name() {
        return "acl:acl";
      }

      @Override
      public List<AclEntry> value() {
        return acl;
      }
    };
  }
}
