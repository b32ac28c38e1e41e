package io.github.spheronssh.authorizedkeys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.authorizedkeys.AuthorizedKeys.Removal;
import io.github.spheronssh.key.KeyGenerator;
import io.github.spheronssh.key.KeyKind;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.ssh.RemoteFiles.Kind;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A machine's authorized_keys changes line by line, in one step, and only where it may. */
final class AuthorizedKeysTest {
  private static final String FILE = ".ssh/authorized_keys";

  private final PublicKeyLine old = key("zoe@laptop");
  private final PublicKeyLine fresh = key("zoë@laptop");
  private final PublicKeyLine other = key("colleague");
  private final MemoryFiles files = new MemoryFiles();
  private final AuthorizedKeys keys = new AuthorizedKeys(files);

  private static PublicKeyLine key(String comment) {
    try {
      return new KeyGenerator().generate(KeyKind.ED25519, 256, false, comment).publicKey();
    } catch (SpheronSshException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aLineIsAddedAtTheEndAndNothingElseChanges() throws Exception {
    String before = "# mine\n\n%s\n  %s\nssh-rsa AAAAdamaged\n".formatted(old, other);
    files.authorizedKeys(before);
    assertTrue(keys.add(fresh, old));
    assertEquals(before + fresh + "\n", files.authorizedKeys());
    assertFalse(keys.add(fresh, old), "a line that is there is not added again");
    assertEquals(before + fresh + "\n", files.authorizedKeys());
  }

  @Test
  void aMissingFinalNewlineStaysMissing() throws Exception {
    files.authorizedKeys(other + "\n" + old);
    keys.add(fresh, old);
    assertEquals(other + "\n" + old + "\n" + fresh, files.authorizedKeys());
    keys.remove(old);
    assertEquals(other + "\n" + fresh, files.authorizedKeys());
    keys.remove(fresh);
    assertEquals(other.toString(), files.authorizedKeys());
  }

  @Test
  void whoWasLimitedStaysLimited() throws Exception {
    String options = "from=\"10.0.0.*\",command=\"echo \\\"a b\\\"\"";
    files.authorizedKeys("%s %s\n".formatted(options, old));
    keys.add(fresh, old);
    assertEquals("%s %s\n%s %s\n".formatted(options, old, options, fresh), files.authorizedKeys());
    keys.remove(old);
    assertEquals("%s %s\n".formatted(options, fresh), files.authorizedKeys());
  }

  @Test
  void aCertificateAuthorityIsNoUsersKey() throws Exception {
    String authority = "cert-authority,principals=\"zoe\" " + old + "\n";
    String quoted = "command=\"a,cert-authority\" " + old + "\n";
    files.authorizedKeys(authority + quoted);
    keys.remove(old);
    assertEquals(authority, files.authorizedKeys());
  }

  @Test
  void allLinesOfAKeyAreTakenOffAndPutBackToTheByte() throws Exception {
    String before = "%s\n%s\r\nno-pty %s\nlatin1 \u00e4\n".formatted(old, other, old);
    files.authorizedKeys(before);
    Removal removal = keys.remove(old).orElseThrow();
    assertEquals(other + "\r\nlatin1 \u00e4\n", files.authorizedKeys());
    keys.restore(removal);
    assertEquals(before, files.authorizedKeys());
    assertTrue(keys.remove(key("nobody")).isEmpty());
  }

  @Test
  void whatOthersAddedMeanwhileIsKeptWhenALineIsPutBack() throws Exception {
    files.authorizedKeys(old + "\n");
    Removal removal = keys.remove(old).orElseThrow();
    files.authorizedKeys(other + "\n");
    keys.restore(removal);
    assertEquals(other + "\n" + old + "\n", files.authorizedKeys());
  }

  @Test
  void whatOthersAddBetweenReadingAndReplacingIsTakenAlong() throws Exception {
    files.authorizedKeys(old + "\n");
    var first = new AtomicInteger();
    files.failing(
        operation -> {
          if (operation.startsWith("create") && first.getAndIncrement() == 0) {
            files.authorizedKeys(files.authorizedKeys() + other + "\n");
          }
        });
    keys.add(fresh, old);
    assertEquals("%s\n%s\n%s\n".formatted(old, other, fresh), files.authorizedKeys());
    assertEquals(Set.of(".ssh", FILE), files.names(), "no draft is left");
  }

  @Test
  void theModeIsKeptAndAMissingFileIsMadeForTheOwnerAlone() throws Exception {
    files.put(".ssh", Kind.FOLDER, 0755, "");
    files.put(FILE, Kind.FILE, 0644, old + "\n");
    keys.add(fresh, old);
    assertEquals(0644, files.stat(FILE).orElseThrow().mode());

    var bare = new MemoryFiles();
    new AuthorizedKeys(bare).add(fresh, old);
    assertEquals(0700, bare.stat(".ssh").orElseThrow().mode());
    assertEquals(0600, bare.stat(FILE).orElseThrow().mode());
    assertEquals(fresh + "\n", bare.authorizedKeys());
  }

  @Test
  void theOwnerIsKeptOrTheFileLeftAlone() throws Exception {
    files.authorizedKeys(old + "\n");
    files.actAs(0);
    keys.add(fresh, old);
    assertEquals(1000, files.stat(FILE).orElseThrow().owner());

    files.actAs(1001);
    assertThrows(SpheronSshException.class, () -> keys.remove(old));
    assertEquals("%s\n%s\n".formatted(old, fresh), files.authorizedKeys());
    assertEquals(Set.of(".ssh", FILE), files.names());
  }

  @Test
  void linksAndForeignFilesAreRefused() throws Exception {
    files.put(".ssh", Kind.FOLDER, 0700, "");
    files.put(FILE, Kind.LINK, 0777, "");
    refused("symbolic link");
    files.put(FILE, Kind.OTHER, 0600, "");
    refused("expected a file");
    files.authorizedKeys(old + "\n");
    files.forbidWriting(FILE);
    refused("may not write");
    files.put(".ssh", Kind.LINK, 0777, "");
    refused("symbolic link");
  }

  private void refused(String why) {
    var met =
        assertThrows(AuthorizedKeysException.class, () -> keys.add(fresh, old), "refused: " + why);
    assertTrue(met.getMessage().contains(why), met.getMessage());
  }

  @Test
  void afterAnyFailedOperationTheFileIsWholeAndNoDraftLeft() throws Exception {
    String before = other + "\n" + old + "\n";
    String after = before + fresh + "\n";
    for (int failing = 0; ; failing++) {
      var each = new MemoryFiles();
      each.authorizedKeys(before);
      var count = new AtomicInteger();
      int nth = failing;
      each.failing(
          operation -> {
            if (count.getAndIncrement() == nth) {
              throw new SpheronSshException("broken: " + operation);
            }
          });
      try {
        new AuthorizedKeys(each).add(fresh, old);
        assertTrue(failing > 8, "operations: " + failing);
        assertEquals(after, each.authorizedKeys());
        return;
      } catch (SpheronSshException e) {
        assertEquals(before, each.authorizedKeys(), e.getMessage());
        assertEquals(Set.of(".ssh", FILE), each.names(), e.getMessage());
      }
    }
  }

  @Test
  void whatAKilledRunLeftIsTakenAwayByTheOneThatTakesItUp() throws Exception {
    var machine = new MemoryFiles();
    machine.authorizedKeys(other + "\n" + old + "\n");
    for (String step : List.of("stat .ssh/.authorized_keys", "stat .ssh", "replace " + FILE)) {
      var count = new AtomicInteger();
      machine.failing(
          operation -> {
            boolean drafted =
                machine.names().stream().anyMatch(name -> name.endsWith(".spheron-ssh"));
            if (operation.startsWith(step) && drafted && count.getAndIncrement() == 0) {
              throw new Killed();
            }
          });
      assertThrows(Killed.class, () -> new AuthorizedKeys(machine).add(fresh, old), step);
      assertEquals(3, machine.names().size(), step);
      machine.failing(_ -> {});
    }
    new AuthorizedKeys(machine).add(fresh, old);
    assertEquals(Set.of(".ssh", FILE), machine.names());
  }

  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }
}
