package io.github.spheronssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.AccountService;
import io.github.spheronssh.testing.CrampedDisk;
import io.github.spheronssh.testing.PackageUser;
import io.github.spheronssh.testing.PackagedProgram;
import io.github.spheronssh.testing.PackagedProgram.Result;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the packaged program makes of keys' files where other runs, disks and modes are in its way.
 */
@EnabledOnOs(OS.LINUX) // which has tmpfs, and limits that a shell can set
final class KeysIT {
  private static final String PASSPHRASE = "five random words here\n";

  /** Runs the script in {@code $SCRIPT} as somebody whom the modes of files bind. */
  private static final String AS_ANYBODY = "exec $AS /bin/sh -c \"$SCRIPT\"";

  private static final boolean IS_ROOT = System.getProperty("user.name").equals("root");

  @TempDir static Path shared;
  private static PackagedProgram program;

  @TempDir Path folder;
  private PackageUser user;

  /** Root may read and write everything: then another user has to be able to reach the program. */
  @BeforeAll
  static void letOthersIn() throws Exception {
    program = PackagedProgram.built();
    if (IS_ROOT) {
      Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-xr-x"));
      program = program.copyTo(shared.resolve("package"));
    }
  }

  @BeforeEach
  void start() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    user = user(folder.resolve("home"));
  }

  private static PackageUser user(Path home) throws Exception {
    String setpriv = IS_ROOT ? RealPrograms.require("setpriv").toString() : "";
    PackageUser user =
        new PackageUser(home)
            .with("PATH", program.folder().resolve("bin") + ":/usr/local/bin:/usr/bin:/bin")
            .with("CI", "true")
            .with("AS", IS_ROOT ? setpriv + " --reuid=65534 --regid=65534 --clear-groups" : "");
    Files.writeString(user.home().resolve("passphrase"), PASSPHRASE);
    return user;
  }

  /** Where root runs the tests, the home becomes that of the user who acts in it. */
  private void handOver() throws Exception {
    if (IS_ROOT) {
      ProgramRun.of("chown", "-R", "65534:65534", user.home()).succeeded();
    }
  }

  private Result typesAsAnybody(String script) throws Exception {
    return user.with("SCRIPT", script).types(AS_ANYBODY);
  }

  private void isRefusedAsAnybody(String error, String script) throws Exception {
    user.with("SCRIPT", script).isRefused(1, error, AS_ANYBODY);
  }

  @Test
  void fiftyRunsThatRegisterOneKeyLeaveOneEntry() throws Exception {
    try (var service = new AccountService()) {
      service.holdBack("POST", 4); // until others found the account without the key
      user.knows(service);
      Result all = user.types("seq 50 | xargs -P 10 -I{} spheron-ssh upload -q --print-id");
      assertEquals(0, all.status(), all.err());
      assertEquals(50, all.out().lines().filter("k1"::equals).count(), all.out());
      assertEquals(1, service.keys().size());
      assertEquals(1, service.requests().stream().filter(r -> r.startsWith("POST")).count());
    }
  }

  /** The ways in which a disk can be full here; one of them takes no right to mount. */
  static Stream<CrampedDisk> disks() {
    return CrampedDisk.all();
  }

  @ParameterizedTest
  @MethodSource("disks")
  void aDiskThatIsFullKeepsEveryFileAsItWas(CrampedDisk disk) throws Exception {
    try (var service = new AccountService();
        CrampedDisk.Mounted place = disk.mount(folder.resolve("disk"))) {
      user = user(place.folder().resolve("home")).knows(service);
      assertEquals(0, user.types("echo $SPHERON_API_KEY | spheron-ssh login").status());
      assertEquals(
          0,
          user.types("spheron-ssh keys backup --passphrase-file passphrase \"$PWD/kept.age\"")
              .status());
      place.fill();
      Map<Path, String> before = user.files();
      for (String command :
          List.of(
              "keygen --no-passphrase --name other",
              "keygen --no-passphrase --force",
              "keygen -p -a 1 --new-passphrase-file passphrase",
              "keys backup --passphrase-file passphrase again.age",
              "keys restore --passphrase-file passphrase kept.age",
              "login")) {
        boolean restores = command.contains("restore");
        if (restores) {
          Files.move(user.key(), user.home().resolve("moved"));
          before = user.files();
        }
        Result result = place.run(user, "echo $SPHERON_API_KEY | spheron-ssh " + command);
        assertEquals(1, result.status(), command + result);
        assertTrue(result.err().contains(place.reason()), command + result);
        assertTrue(result.err().contains("nothing was changed"), command + result);
        assertEquals(before, user.files(), command);
        if (restores) {
          Files.move(user.home().resolve("moved"), user.key());
          before = user.files();
        }
      }
    }
  }

  @Test
  void foldersThatMayOnlyBeReadAreToldOfAndTheAccountIsOfUseAllTheSame() throws Exception {
    handOver();
    try (var service = new AccountService()) {
      user.knows(service);
      Result made =
          typesAsAnybody(
              "echo $SPHERON_API_KEY | spheron-ssh login && spheron-ssh keys backup"
                  + " --passphrase-file passphrase kept.age && rm -r .spheron/* .ssh/id_ed25519"
                  + " && spheron-ssh keygen -q --no-passphrase --force && chmod 500 .ssh .spheron");
      assertEquals(0, made.status(), made.err());
      String denied = "permission denied";
      isRefusedAsAnybody(denied, "spheron-ssh keygen --no-passphrase --name other");
      isRefusedAsAnybody(denied, "spheron-ssh keygen --no-passphrase --force");
      isRefusedAsAnybody(denied, "spheron-ssh keygen -p -a 1 --new-passphrase-file passphrase");
      isRefusedAsAnybody(denied, "echo $SPHERON_API_KEY | spheron-ssh login");
      Result upload = typesAsAnybody("spheron-ssh upload");
      assertEquals(0, upload.status(), upload.err());
      assertEquals(1, service.keys().size());
    } finally {
      typesAsAnybody("chmod 700 .ssh .spheron");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"000", "077", "777"})
  void whateverTheUmaskIsFilesHaveTheModesOfKeys(String umask) throws Exception {
    handOver();
    try (var service = new AccountService()) {
      user.knows(service);
      Result run =
          typesAsAnybody(
              "umask "
                  + umask
                  + """
                   && rm -r .ssh && set -e
                  spheron-ssh keygen -q --no-passphrase
                  echo $SPHERON_API_KEY | spheron-ssh login -q
                  spheron-ssh upload -q
                  spheron-ssh keys rotate -q --yes --purge
                  spheron-ssh keys rotate -q --yes --purge # where the first left its lock
                  spheron-ssh keygen -q -p -a 1 --new-passphrase-file passphrase
                  spheron-ssh keys backup --passphrase-file passphrase kept.age
                  mkdir -m 700 again; export HOME=$PWD/again
                  spheron-ssh keys restore --passphrase-file passphrase kept.age
                  """);
      assertEquals(0, run.status(), run.err());
      for (Path home : List.of(user.home(), user.home().resolve("again"))) {
        assertEquals("rwx------", mode(home.resolve(".ssh")));
        assertEquals("rwx------", mode(home.resolve(".spheron")));
        assertEquals("rw-------", mode(home.resolve(".ssh/id_ed25519")));
        assertEquals("rw-r--r--", mode(home.resolve(".ssh/id_ed25519.pub")));
      }
      assertEquals("rw-------", mode(user.home().resolve(".spheron/api_key")));
      assertEquals("rwx------", mode(user.home().resolve(".spheron/locks")));
      assertEquals("rwx------", mode(user.home().resolve(".spheron/rotations")));
      assertEquals("rw-------", mode(user.home().resolve(".spheron/rotations/.lock")));
      assertEquals("rw-------", mode(user.home().resolve("kept.age")));
    }
  }

  @Test
  void linksStayLinksAndWhatTheyLeadToIsWhatIsChanged() throws Exception {
    Path home = user.home();
    Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
    Path real = elsewhere.resolve("dot-ssh");
    Files.move(home.resolve(".ssh"), real);
    Files.createSymbolicLink(home.resolve(".ssh"), real);
    Files.move(real.resolve("id_ed25519"), elsewhere.resolve("key"));
    Files.createSymbolicLink(real.resolve("id_ed25519"), elsewhere.resolve("key"));
    Files.createSymbolicLink(real.resolve("id_ed25519_gone"), elsewhere.resolve("nowhere"));
    Result run =
        user.types(
            """
            set -e
            spheron-ssh keygen -q --no-passphrase --name made
            spheron-ssh keygen -q -p -a 1 --new-passphrase-file passphrase
            spheron-ssh keys backup -q --passphrase-file passphrase kept.age id_ed25519 id_ed25519_made
            """);
    assertEquals(0, run.status(), run.err());
    assertTrue(Files.isSymbolicLink(home.resolve(".ssh")));
    assertTrue(Files.isSymbolicLink(user.key()));
    assertTrue(Files.isRegularFile(real.resolve("id_ed25519_made")));
    ProgramRun.of("ssh-keygen", "-y", "-P", PASSPHRASE.strip(), "-f", elsewhere.resolve("key"))
        .succeeded();
    user.isRefused(1, "exists already", "spheron-ssh keygen -q --no-passphrase --name gone");
    assertFalse(Files.exists(elsewhere.resolve("nowhere")));

    Files.delete(real.resolve("id_ed25519_made"));
    Result restored = user.types("spheron-ssh keys restore --passphrase-file passphrase kept.age");
    assertEquals(0, restored.status(), restored.err());
    assertTrue(restored.out().contains("already there: ~/.ssh/id_ed25519\n"), restored.out());
    assertTrue(restored.out().contains("restored: ~/.ssh/id_ed25519_made\n"), restored.out());
    assertTrue(Files.isSymbolicLink(user.key()));
  }

  @Test
  void aRestorationThatIsKilledLeavesWholeFilesAndIsRunAgain() throws Exception {
    Path home = user.home();
    Path kept = home.resolve("kept.age");
    for (int i = 0; i < 3; i++) {
      Path key = home.resolve(".ssh/id_ed25519_" + i);
      ProgramRun.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key).succeeded();
    }
    Files.createDirectory(home.resolve(".spheron"));
    Files.writeString(home.resolve(".spheron/ledger.json"), "x".repeat(8 << 20)); // the most
    user.with("KEPT", kept);
    assertEquals(
        0, user.types("spheron-ssh keys backup -q --passphrase-file passphrase $KEPT").status());
    Map<Path, String> all = user.files();
    List<Path> names =
        all.keySet().stream()
            .map(home::relativize)
            .filter(name -> name.getNameCount() == 2)
            .toList();
    assertEquals(9, names.size(), names::toString);

    int killed = 0;
    for (int count : List.of(0, 1, 4, 8)) {
      Path other = Files.createDirectory(folder.resolve("other-" + count));
      user.with("OTHER", other);
      Process run = user.starts("sh", "-c", "HOME=$OTHER exec " + restore());
      while (run.isAlive() && restored(names, other).size() < count) {
        Thread.onSpinWait();
      }
      killed += run.destroyForcibly().waitFor() == 0 ? 0 : 1;
      for (Path name : restored(names, other)) {
        String what = "after " + count + " files: " + name;
        assertEquals(-1, Files.mismatch(home.resolve(name), other.resolve(name)), what);
        assertEquals(mode(home.resolve(name)), mode(other.resolve(name)), what);
      }
      Result again = user.types("HOME=$OTHER " + restore());
      assertEquals(0, again.status(), again.err());
      assertEquals(names, restored(names, other), again.out());
    }
    assertTrue(killed > 2, "killed: " + killed);
    assertEquals(all, user.files());
  }

  private static String restore() {
    return "spheron-ssh keys restore --passphrase-file \"$PWD/passphrase\" $KEPT";
  }

  /** Those of the names that stand for a file by now. */
  private static List<Path> restored(List<Path> names, Path home) {
    return names.stream().filter(name -> Files.exists(home.resolve(name))).toList();
  }

  private static String mode(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
