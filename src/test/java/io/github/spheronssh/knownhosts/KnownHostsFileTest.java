package io.github.spheronssh.knownhosts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.spheronssh.key.PublicKeyLine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host's keys replaced by one. */
final class KnownHostsFileTest {
  private static final String A =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEMXewOSu/6jcKzY2l80MsJJgLVCwa9ar1ZyyEvXI66p";
  private static final String B =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDsyRslRitdsKpaCqFMAd8BmOwE/yFCvyseURnAKFd7V";

  @TempDir Path folder;

  @Test
  void allKeysOfTheHostGoAndEverythingElseStaysAsItWas() throws Exception {
    assertEquals(
        "# odd \377\n\nother %1$s\n* %1$s\n@revoked host %1$s\nhost rubbish\nhost %2$s new\n"
            .formatted(A, B),
        replaced(
            "# odd \377\n\nhost %1$s\nother,HOST %1$s\n* %1$s\n@revoked host %1$s\nhost %1$s again\nhost rubbish\n"
                .formatted(A)));
  }

  @Test
  void anUnfinishedLastLineIsNotJoinedWithTheKey() throws Exception {
    assertEquals("other %s\nhost %s new\n".formatted(A, B), replaced("other " + A));
    assertEquals("host %s new\n".formatted(B), replaced("host " + A));
  }

  @Test
  void aFileThatIsNotThereIsMade() throws Exception {
    Path file = folder.resolve("new/known_hosts");
    KnownHostsFile.at(file).replace("host", key());
    assertEquals("host %s new\n".formatted(B), Files.readString(file));
  }

  @Test
  void aKeyThatAnotherRunHasAddedIsNotAddedAgain() throws Exception {
    Path file = folder.resolve("known_hosts");
    KnownHostsFile.at(file).add("host", key());
    KnownHostsFile.at(file).hashing(true).add("host", key());
    KnownHostsFile.at(file).add("else", key());
    assertEquals("host %1$s new\nelse %1$s new\n".formatted(B), Files.readString(file));
  }

  @Test
  void onlyTheNameGoesOfALineAndItsCommentStays() throws Exception {
    Path file = folder.resolve("known_hosts");
    Files.writeString(file, "a,host %s of a,host\n".formatted(A));
    KnownHostsFile.at(file).forget("host");
    assertEquals("a %s of a,host\n".formatted(A), Files.readString(file));
  }

  private String replaced(String before) throws Exception {
    Path file = folder.resolve("known_hosts");
    Files.write(file, before.getBytes(StandardCharsets.ISO_8859_1));
    KnownHostsFile.at(file).replace("host", key());
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  private static PublicKeyLine key() throws Exception {
    return PublicKeyLine.parse(B).withComment("new");
  }
}
