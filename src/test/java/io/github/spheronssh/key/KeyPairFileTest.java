package io.github.spheronssh.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Feature;
import com.google.common.jimfs.Jimfs;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Key pairs appear whole or not at all, whoever else is at it and whatever the disk does. */
final class KeyPairFileTest {
  private static final Optional<char[]> NONE = Optional.empty();

  @TempDir Path folder;

  @Test
  void ofManyRunsAtOnceOneWinsAndItsPairMatches() throws Exception {
    Path file = folder.resolve("id_ed25519");
    List<SshKeyPair> made = pairs(24);

    List<Boolean> won = atOnce(made, pair -> KeyPairFile.write(file, pair, NONE, 1));

    assertEquals(1, won.stream().filter(each -> each).count());
    assertHolds(file, made.get(won.indexOf(true)));
    assertEquals(List.of("id_ed25519", "id_ed25519.pub"), names());
  }

  @Test
  void manyRunsThatReplaceAtOnceKeepEveryPair() throws Exception {
    Path file = folder.resolve("id_ed25519");
    List<SshKeyPair> made = pairs(12);

    List<Boolean> won = atOnce(made, pair -> KeyPairFile.replace(file, pair, NONE, 1));

    assertTrue(won.contains(true));
    var kept = new ArrayList<PublicKeyLine>();
    for (PrivateKeyFile key : KeyRing.read(folder).keys()) {
      PublicKeyLine line = PublicKeyFile.read(KeyPairFile.publicFile(key.path()));
      assertEquals(line, key.unlock().publicKey(), "halves of two pairs at " + key.path());
      kept.add(line);
    }
    for (int i = 0; i < made.size(); i++) {
      assertEquals(won.get(i), kept.contains(made.get(i).publicKey()));
    }
  }

  @Test
  void processesOfThisProgramAndOfSshKeygenNeverMixTheirPairs() throws Exception {
    Path sshKeygen = RealPrograms.require("ssh-keygen");
    Path file = folder.resolve("id_ed25519");
    String java = ProcessHandle.current().info().command().orElseThrow();
    var runs = new ArrayList<Callable<ProgramRun>>();
    for (int i = 0; i < 4; i++) {
      runs.add(
          () ->
              ProgramRun.of(
                  Map.of("HOME", folder.toString()),
                  "",
                  java,
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  "io.github.spheronssh.cli.Main",
                  "keygen",
                  "--no-passphrase",
                  "-f",
                  file));
      runs.add(() -> ProgramRun.of(sshKeygen, "-q", "-t", "ed25519", "-N", "", "-f", file));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<ProgramRun>> results = threads.invokeAll(runs);
      long ours =
          results.stream()
              .filter(run -> run.resultNow().out().contains("Your identification has been saved"))
              .count();
      assertTrue(ours <= 1, "more than one of ours took the name");
    }

    PublicKeyLine line = PublicKeyFile.read(KeyPairFile.publicFile(file));
    assertTrue(PrivateKeyFile.read(file).unlock().publicKey().sameKeyAs(line));
  }

  @Test
  void aFullDiskLeavesNothingBehindWhereverItIsMet() throws Exception {
    SshKeyPair pair = pair("full");
    var outcomes = new ArrayList<Boolean>();
    for (int blocks = 1; blocks <= 16; blocks++) {
      Configuration small =
          Configuration.unix().toBuilder()
              .setAttributeViews("posix")
              .setBlockSize(128)
              .setMaxSize(blocks * 128L)
              .build();
      try (FileSystem disk = Jimfs.newFileSystem(small)) {
        Path file = disk.getPath("/work/id_ed25519");
        boolean written = tries(() -> KeyPairFile.write(file, pair, NONE, 1));
        outcomes.add(written);
        if (written) {
          assertHolds(file, pair);
        } else {
          assertEquals(List.of(), names(disk.getPath("/work")));
        }
      }
    }
    assertTrue(outcomes.contains(true) && outcomes.contains(false), outcomes::toString);
  }

  @Test
  void aFullDiskBringsTheOldPairBackUnderItsName() throws Exception {
    SshKeyPair old = pair("old");
    Configuration small =
        Configuration.unix().toBuilder()
            .setAttributeViews("posix")
            .setBlockSize(128)
            .setMaxSize(10 * 128L)
            .build();
    try (FileSystem disk = Jimfs.newFileSystem(small)) {
      Path file = disk.getPath("/work/id_ed25519");
      KeyPairFile.write(file, old, NONE, 1);

      var error =
          assertThrows(
              KeyFileException.class, () -> KeyPairFile.replace(file, pair("new"), NONE, 1));

      assertTrue(error.getMessage().startsWith("cannot write " + file), error.getMessage());
      assertHolds(file, old);
      assertEquals(List.of("id_ed25519", "id_ed25519.pub"), names(disk.getPath("/work")));
    }
  }

  @Test
  void aDiskThatIsReallyFullIsSaidInWordsWithTheRemedy() throws Exception {
    ProgramRun mounted = asRoot("mount", "-t", "tmpfs", "-o", "size=4k,mode=0777", "none", folder);
    assumeTrue(mounted.status() == 0, "skipped: only root may mount a small disk");
    try {
      Path file = folder.resolve("id_ed25519");
      Files.write(folder.resolve("filler"), new byte[4096]);

      var error =
          assertThrows(KeyFileException.class, () -> KeyPairFile.write(file, pair("x"), NONE, 1));

      assertTrue(error.getMessage().contains("no space left on device"), error.getMessage());
      assertTrue(error.hint().orElse("").contains("free some space"), error.hint()::toString);
      Files.delete(folder.resolve(".spheron-ssh.lock"));
      assertEquals(List.of("filler"), names());
    } finally {
      asRoot("umount", folder).succeeded();
    }
  }

  @Test
  void aFileSystemWithoutLinksIsWrittenToAllTheSame() throws Exception {
    Configuration withoutLinks =
        Configuration.unix().toBuilder()
            .setAttributeViews("basic")
            .setSupportedFeatures(Feature.FILE_CHANNEL)
            .build();
    try (FileSystem disk = Jimfs.newFileSystem(withoutLinks)) {
      Path file = disk.getPath("/work/id_ed25519");
      SshKeyPair pair = pair("fat");

      KeyPairFile.write(file, pair, NONE, 1);

      assertHolds(file, pair);
      assertThrows(KeyFileException.class, () -> KeyPairFile.write(file, pair("other"), NONE, 1));
      assertHolds(file, pair);
    }
  }

  @Test
  void anUmaskThatTakesEverythingTakesNothingFromTheOwner() throws Exception {
    Path sh = RealPrograms.require("sh");
    String java = ProcessHandle.current().info().command().orElseThrow();
    Path file = folder.resolve("sub/id_ed25519");
    ProgramRun.of(
            sh,
            "-c",
            "umask 0777; exec \"$@\"",
            "sh",
            java,
            "-cp",
            System.getProperty("java.class.path"),
            "io.github.spheronssh.cli.Main",
            "keygen",
            "--no-passphrase",
            "-f",
            file)
        .succeeded();

    assertEquals("rwx------", mode(folder.resolve("sub")));
    assertEquals("rw-------", mode(file));
    assertEquals("rw-r--r--", mode(KeyPairFile.publicFile(file)));
  }

  @Test
  void aFolderInTheWayIsSaid() throws Exception {
    Path file = Files.createDirectory(folder.resolve("key"));
    var error =
        assertThrows(KeyFileException.class, () -> KeyPairFile.write(file, pair("x"), NONE, 1));
    assertTrue(error.getMessage().contains("is a folder"));
    assertThrows(
        KeyFileException.class,
        () -> KeyPairFile.write(folder.resolve("x.pub"), pair("x"), NONE, 1));
    Files.createFile(folder.resolve("file"));
    var below =
        assertThrows(
            KeyFileException.class,
            () -> KeyPairFile.write(folder.resolve("file/key"), pair("x"), NONE, 1));
    assertTrue(below.getMessage().contains("expected a folder"), below.getMessage());
  }

  @Test
  void aRunThatWasKilledBetweenTheTwoFilesLeavesAKeyThatIsWhole() throws Exception {
    Path file = folder.resolve("id_ed25519");
    SshKeyPair pair = pair("killed");
    KeyPairFile.write(file, pair, NONE, 1);
    Files.delete(KeyPairFile.publicFile(file));
    Files.createFile(folder.resolve(".spheron-ssh.lock"));
    Files.createFile(folder.resolve(".spheron-ssh.00.tmp"));

    assertEquals(pair.publicKey(), PrivateKeyFile.read(file).unlock().publicKey());
    assertThrows(KeyFileException.class, () -> KeyPairFile.write(file, pair("next"), NONE, 1));
    Path old = KeyPairFile.replace(file, pair("next"), NONE, 1).orElseThrow();
    assertEquals(pair.publicKey(), PrivateKeyFile.read(old).unlock().publicKey());
    assertFalse(Files.exists(folder.resolve(".spheron-ssh.lock")));
  }

  private static ProgramRun asRoot(String program, Object... arguments) throws Exception {
    Stream<Object> sudo = RealPrograms.find("sudo").stream().flatMap(path -> Stream.of(path, "-n"));
    boolean isRoot = System.getProperty("user.name").equals("root");
    Stream<Object> command =
        Stream.concat(Stream.of(RealPrograms.require(program)), Stream.of(arguments));
    return ProgramRun.of(Stream.concat(isRoot ? Stream.empty() : sudo, command).toArray());
  }

  private interface Attempt {
    void run() throws Exception;
  }

  private interface Writing {
    void write(SshKeyPair pair) throws Exception;
  }

  private static boolean tries(Attempt attempt) throws Exception {
    try {
      attempt.run();
      return true;
    } catch (KeyFileException e) {
      return false;
    }
  }

  private static List<Boolean> atOnce(List<SshKeyPair> pairs, Writing writing) throws Exception {
    var start = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> results =
          pairs.stream()
              .map(
                  pair ->
                      threads.submit(
                          () -> {
                            start.await();
                            return tries(() -> writing.write(pair));
                          }))
              .toList();
      start.countDown();
      var won = new ArrayList<Boolean>();
      for (Future<Boolean> result : results) {
        won.add(result.get());
      }
      return won;
    }
  }

  private static void assertHolds(Path file, SshKeyPair pair) throws Exception {
    assertEquals(pair.publicKey(), PrivateKeyFile.read(file).unlock().publicKey());
    assertEquals(pair.publicKey(), PublicKeyFile.read(KeyPairFile.publicFile(file)));
  }

  private static List<SshKeyPair> pairs(int count) throws Exception {
    var pairs = new ArrayList<SshKeyPair>();
    for (int i = 0; i < count; i++) {
      pairs.add(pair("pair " + i));
    }
    return pairs;
  }

  private static SshKeyPair pair(String comment) throws KeyFormatException {
    return new KeyGenerator().generate(KeyKind.ED25519, 256, false, comment);
  }

  private List<String> names() throws Exception {
    return names(folder);
  }

  private static List<String> names(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static String mode(Path file) throws Exception {
    return java.nio.file.attribute.PosixFilePermissions.toString(
        Files.getPosixFilePermissions(file));
  }
}
