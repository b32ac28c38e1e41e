package io.github.spheronssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.spheronssh.testing.AccountService;
import io.github.spheronssh.testing.PackageUser;
import io.github.spheronssh.testing.PackagedProgram;
import io.github.spheronssh.testing.PackagedProgram.Result;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import io.github.spheronssh.testing.RealSshd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files, disks and homes that are of no use are told of, and nothing there is lost or changed. */
@EnabledOnOs(OS.LINUX) // which has /dev/full and tmpfs
final class BadInputIT {
  @TempDir static Path folder;
  private static RealSshd server;
  private static PackageUser user;

  @BeforeAll
  static void start() throws Exception {
    server = RealSshd.start(Files.createDirectory(folder.resolve("server")));
    user = new PackageUser(folder.resolve("home")).meet(server).with("CI", "true");
    Path keys = Files.createDirectory(user.home().resolve("keys"));
    String text = Files.readString(user.key());
    Files.copy(user.key(), keys.resolve("good"));
    Files.copy(Path.of(user.key() + ".pub"), keys.resolve("good.pub"));
    Files.writeString(keys.resolve("empty"), "");
    Files.writeString(keys.resolve("cut"), text.substring(0, text.length() / 2));
    Files.writeString(keys.resolve("altered"), text.replaceFirst("(?m)^b3B", "b4B"));
    Files.writeString(keys.resolve("putty"), "PuTTY-User-Key-File-3: ssh-ed25519\n");
    Files.writeString(keys.resolve("tls"), "-----BEGIN CERTIFICATE-----\nMIIB\n");
    Files.write(keys.resolve("noise"), new byte[] {0, 27, 91, 50, 74, -1, 10});
    Files.write(keys.resolve("large"), new byte[1 << 20]);
    Files.writeString(keys.resolve("two.pub"), "ssh-ed25519 AAAA a\nssh-ed25519 AAAA b\n");
    Files.writeString(keys.resolve("wrong"), "not it\n");
    encrypt(keys.resolve("locked"));
    // Without a default key the server lets in nobody whose -i is of no use.
    Files.delete(user.key());
    Files.delete(Path.of(user.key() + ".pub"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void knowNoService() {
    user.with("SPHERON_API_BASE", "").with("SPHERON_API_KEY", "");
  }

  @ParameterizedTest
  @CsvSource({
    "missing, there is no key file",
    "empty, met an empty file",
    "cut, the key is cut off",
    "altered, keys/altered",
    "putty, the key is cut off",
    "tls, met a certificate",
    "noise, met something else",
    "large, met more than 64 KiB",
    ".., met a folder"
  })
  void aFileThatHoldsNoPrivateKey(String file, String error) throws Exception {
    user.isRefused(1, error, "spheron-ssh keygen -y -f keys/" + file);
    user.isRefused(255, error, "spheron-ssh connect -i keys/" + file + " -p $PORT 127.0.0.1 true");
  }

  @Test
  void whatMayNotBeReadOrWritten(@TempDir Path open) throws Exception {
    Path closed = Files.copy(user.home().resolve("keys/good"), open.resolve("closed"));
    Files.setPosixFilePermissions(closed, Set.of());
    Path held = Files.copy(user.home().resolve("keys/good"), open.resolve("held"));
    Files.setPosixFilePermissions(held, PosixFilePermissions.fromString("rw-r--r--"));
    String program = "spheron-ssh";
    if (System.getProperty("user.name").equals("root")) {
      // Root may read and write everything: another user runs it, from where they may go.
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
      Path launcher = PackagedProgram.built().copyTo(open.resolve("p")).launcher("spheron-ssh");
      String setpriv = RealPrograms.require("setpriv").toString();
      program = setpriv + " --reuid=65534 --regid=65534 --clear-groups " + launcher;
    } else {
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("r-xr-xr-x"));
    }
    String there = "HOME='" + open + "' " + program;
    user.isRefused(1, "permission denied", there + " keygen -y -f '" + closed + "'");
    user.isRefused(1, "permission denied", there + " keygen -p -N '' -f '" + held + "'");
    user.isRefused(1, "permission denied", there + " upload '" + closed + "'");
    user.isRefused(1, "permission denied", there + " keygen --no-passphrase");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @ParameterizedTest
  @CsvSource({
    "missing.pub, there is no file",
    "empty, met nothing",
    "good, met a private key",
    "two.pub, met several",
    "tls, met PEM",
    "noise, met control characters",
    "large, keys/large",
    "'', no default key"
  })
  void aFileThatHoldsNoPublicKey(String file, String error) throws Exception {
    try (var service = new AccountService()) {
      user.knows(service);
      user.isRefused(1, error, "spheron-ssh upload " + (file.isEmpty() ? "" : "keys/" + file));
      assertEquals(List.of(), service.requests());
    }
  }

  @Test
  void aPublicKeyInThePlaceOfThePrivateOne() throws Exception {
    user.isRefused(1, "met a public key", "spheron-ssh keygen -y -f keys/good.pub");
    String connect = "spheron-ssh connect -i keys/good.pub -p $PORT 127.0.0.1 true";
    user.isRefused(255, "has the private half", connect);
  }

  @Test
  void aPassphraseThatDoesNotOpenTheKey() throws Exception {
    user.isRefused(
        1, "passphrase", "spheron-ssh keygen -y -f keys/locked --passphrase-file keys/wrong");
    user.isRefused(
        1, "nobody is there to answer", "setsid -w spheron-ssh keygen -y -f keys/locked");
    user.isRefused(
        255, "keys/locked", "setsid -w spheron-ssh connect -i keys/locked -p $PORT 127.0.0.1 true");
    user.with("SSH_ASKPASS", "/bin/echo").with("SSH_ASKPASS_REQUIRE", "force").with("CI", "");
    try {
      user.isRefused(
          255,
          "keys/locked",
          "setsid -w spheron-ssh connect -i keys/locked -p $PORT 127.0.0.1 true");
    } finally {
      user.with("SSH_ASKPASS", "").with("SSH_ASKPASS_REQUIRE", "").with("CI", "true");
    }
  }

  @Test
  void outputThatCannotBeWritten() throws Exception {
    Result full = user.types("spheron-ssh --help >/dev/full");
    assertEquals(1, full.status());
    assertTrue(full.err().contains("could not write the output"), full.err());
  }

  @Test
  void aDiskThatIsFull() throws Exception {
    Path disk = Files.createDirectory(user.home().resolve("disk"));
    ProgramRun mounted = asRoot("mount", "-t", "tmpfs", "-o", "size=4k,mode=0777", "none", disk);
    assumeTrue(mounted.status() == 0, "skipped: only root may mount a small disk");
    try {
      Files.write(disk.resolve("filler"), new byte[4096]);
      user.isRefused(
          1, "no space left", "HOME=$HOME/disk spheron-ssh keygen --no-passphrase -f ~/disk/id");
    } finally {
      asRoot("umount", disk).succeeded();
      Files.delete(disk);
    }
  }

  @Test
  void aHomeThatMayOnlyBeRead() throws Exception {
    Path disk = Files.createDirectory(user.home().resolve("fixed"));
    ProgramRun mounted = asRoot("mount", "-t", "tmpfs", "-o", "ro", "none", disk);
    assumeTrue(mounted.status() == 0, "skipped: only root may mount a read-only disk");
    try (var service = new AccountService()) {
      user.knows(service);
      String home = "HOME=$HOME/fixed ";
      user.isRefused(1, "read-only", home + "spheron-ssh keygen --no-passphrase");
      String login = "spheron-ssh login";
      user.isRefused(1, "read-only", "echo $SPHERON_API_KEY | " + home + login);
    } finally {
      asRoot("umount", disk).succeeded();
      Files.delete(disk);
    }
  }

  @ParameterizedTest
  @CsvSource({"unset HOME", "HOME=", "HOME=not/absolute"})
  void aHomeThatIsNone(String change) throws Exception {
    Result made =
        user.types(change + "; spheron-ssh keygen --no-passphrase -f ./made && rm made made.pub");
    assertEquals(0, made.status(), made.err());
  }

  private static void encrypt(Path file) throws Exception {
    Files.copy(user.key(), file);
    Path keygen = RealPrograms.require("ssh-keygen");
    ProgramRun.of(keygen, "-q", "-p", "-a", "1", "-P", "", "-N", "xyzzy", "-f", file).succeeded();
  }

  private static ProgramRun asRoot(Object... command) throws Exception {
    Stream<Object> sudo =
        System.getProperty("user.name").equals("root")
            ? Stream.of()
            : RealPrograms.find("sudo").stream().flatMap(path -> Stream.of(path, "-n"));
    return ProgramRun.of(Stream.concat(sudo, Stream.of(command)).toArray());
  }
}
