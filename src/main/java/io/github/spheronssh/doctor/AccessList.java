package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.file.FileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whom a file's access list lets in, where files have lists in the place of modes: OpenSSH for
 * Windows uses no key that others can read.
 *
 * <p>The system and its administrators may stand in it. Groups have other names in other languages:
 * of those only the ones that everybody is in are known, by their English names, so that nothing
 * false is said.
 */
record AccessList(List<AclEntry> entries, UserPrincipal owner) {
  private static final Set<AclEntryPermission> TELLING =
      Set.of(
          AclEntryPermission.READ_DATA,
          AclEntryPermission.WRITE_DATA,
          AclEntryPermission.APPEND_DATA,
          AclEntryPermission.WRITE_ACL,
          AclEntryPermission.WRITE_OWNER);

  private static final Set<String> EVERYBODY =
      Set.of("everyone", "authenticated users", "users", "domain users", "guests", "interactive");

  /** The list of a file or folder; absent where there are modes. */
  static Optional<AccessList> of(Path path) throws SpheronSshException {
    var view = Files.getFileAttributeView(path, AclFileAttributeView.class);
    if (view == null || path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return Optional.empty();
    }
    try {
      return Optional.of(new AccessList(view.getAcl(), view.getOwner()));
    } catch (IOException e) {
      throw FileException.of("look at", path, e);
    }
  }

  /** Somebody else who can read or change it. */
  Optional<String> stranger(String user) {
    return entries.stream()
        .filter(entry -> entry.type() == AclEntryType.ALLOW)
        .filter(entry -> entry.permissions().stream().anyMatch(TELLING::contains))
        .map(AclEntry::principal)
        .filter(each -> !each.equals(owner) && !shortName(each).equalsIgnoreCase(user))
        .filter(
            each ->
                !(each instanceof GroupPrincipal)
                    || EVERYBODY.contains(shortName(each).toLowerCase(Locale.ROOT)))
        .map(UserPrincipal::getName)
        .findFirst();
  }

  /** What leaves it to the user alone. */
  static String remedy(Path path, Environment environment) {
    return "icacls \"%s\" /inheritance:r /grant:r \"%s:F\"".formatted(path, environment.userName());
  }

  /** Without the machine's or the domain's name. */
  private static String shortName(UserPrincipal principal) {
    String name = principal.getName();
    return name.substring(name.lastIndexOf('\\') + 1);
  }
}
