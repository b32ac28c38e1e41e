package io.github.spheronssh.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Access lists as Windows has them, in memory. */
final class AccessListTest {
  private static final Set<AclEntryPermission> ALL = EnumSet.allOf(AclEntryPermission.class);

  private final FileSystem disk =
      Jimfs.newFileSystem(
          Configuration.windows().toBuilder().setAttributeViews("basic", "owner", "acl").build());
  private final List<AclEntry> entries = new ArrayList<>();
  private Path file;

  @BeforeEach
  void make() throws Exception {
    file = Files.createFile(disk.getPath("C:\\id_ed25519"));
    Files.setOwner(file, user("BOX\\me"));
    entries.add(entry(user("BOX\\me"), AclEntryType.ALLOW, ALL));
  }

  @AfterEach
  void close() throws IOException {
    disk.close();
  }

  @Test
  void theOwnerAloneIsNoStranger() throws Exception {
    assertEquals(Optional.empty(), stranger());
  }

  @Test
  void theSystemAndItsAdministratorsAreNoStrangersInWhateverLanguage() throws Exception {
    for (String name :
        List.of(
            "NT AUTHORITY\\SYSTEM", "BUILTIN\\Administrators", "VORDEFINIERT\\Administratoren")) {
      entries.add(entry(group(name), AclEntryType.ALLOW, ALL));
    }
    assertEquals(Optional.empty(), stranger());
  }

  @Test
  void theUserIsNoStrangerToAFileThatAdministratorsOwn() throws Exception {
    Files.setOwner(file, group("BUILTIN\\Administrators"));
    assertEquals(Optional.empty(), stranger());
  }

  @Test
  void anotherUserIsAStranger() throws Exception {
    entries.add(entry(user("BOX\\you"), AclEntryType.ALLOW, Set.of(AclEntryPermission.READ_DATA)));
    assertEquals(Optional.of("BOX\\you"), stranger());
  }

  @Test
  void aGroupThatEverybodyIsInIsAStranger() throws Exception {
    for (String name : List.of("Everyone", "BUILTIN\\Users", "NT AUTHORITY\\Authenticated Users")) {
      entries.add(entry(group(name), AclEntryType.ALLOW, Set.of(AclEntryPermission.WRITE_DATA)));
      assertEquals(Optional.of(name), stranger());
      entries.removeLast();
    }
  }

  @Test
  void whoIsDeniedOrMaySeeThatItIsThereIsNoStranger() throws Exception {
    entries.add(entry(user("BOX\\you"), AclEntryType.DENY, ALL));
    entries.add(
        entry(user("BOX\\you"), AclEntryType.ALLOW, Set.of(AclEntryPermission.READ_ATTRIBUTES)));
    assertEquals(Optional.empty(), stranger());
  }

  @Test
  void filesWithModesHaveNone(@TempDir Path folder) throws Exception {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      assertEquals(Optional.empty(), AccessList.of(folder));
    }
  }

  private Optional<String> stranger() throws Exception {
    Files.getFileAttributeView(file, AclFileAttributeView.class).setAcl(entries);
    return AccessList.of(file).orElseThrow().stranger("Me");
  }

  private UserPrincipal user(String name) throws IOException {
    return disk.getUserPrincipalLookupService().lookupPrincipalByName(name);
  }

  private UserPrincipal group(String name) throws IOException {
    return disk.getUserPrincipalLookupService().lookupPrincipalByGroupName(name);
  }

  private static AclEntry entry(
      UserPrincipal who, AclEntryType type, Set<AclEntryPermission> permissions) {
    return AclEntry.newBuilder()
        .setPrincipal(who)
        .setType(type)
        .setPermissions(permissions)
        .build();
  }
}
