package io.github.spheronssh.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.testing.CommandRun;
import io.github.spheronssh.testing.CommandRun.Result;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import io.github.spheronssh.testing.TestRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Key files that are written again: another passphrase, comment or format. */
final class KeygenChangeTest {
  private static final Path SSH_KEYGEN = RealPrograms.require("ssh-keygen");

  @TempDir Path home;
  private Path key;
  private Path another;
  private String line;

  @BeforeEach
  void makeKey() throws Exception {
    key = home.resolve("key");
    ProgramRun.of(SSH_KEYGEN, "-q", "-t", "ed25519", "-a1", "-N", "old", "-C", "me", "-f", key)
        .succeeded();
    Files.writeString(home.resolve("old"), "old\n");
    another = Files.writeString(home.resolve("new"), "a new passphrase\n");
    line = Files.readString(home.resolve("key.pub"));
  }

  @Test
  void thePassphraseIsChangedAndNothingElse() throws Exception {
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("r--------"));
    List<String> before = names();

    Result run = change("-p", "--passphrase-file", "old", "--new-passphrase-file", "new");

    assertEquals(0, run.status(), run.err());
    assertEquals(
        "Key has comment 'me'\nYour identification has been saved with the new passphrase.\n",
        run.out());
    assertEquals(line, opened("a new passphrase"));
    assertEquals(255, ProgramRun.of(SSH_KEYGEN, "-y", "-P", "old", "-f", key).status());
    assertEquals("r--------", mode(key));
    assertEquals(line, Files.readString(home.resolve("key.pub")));
    assertEquals(before, names());
  }

  @Test
  void thePassphraseIsTakenAwayAndGiven() throws Exception {
    assertEquals(0, change("-p", "--passphrase-file", "old", "-N", "").status());
    assertEquals(line, opened(""));
    assertEquals(0, change("-p", "-P", "", "--new-passphrase-file", "new", "-a", "2").status());
    assertEquals(line, opened("a new passphrase"));
  }

  @Test
  void bothPassphrasesAreAskedForAsSshKeygenDoes() throws Exception {
    TestRun run =
        TestRun.answering(
            List.of("wrong", "old", "one", "two", "both", "both"),
            Map.of("HOME", home.toString()),
            "keygen",
            "-p",
            "-a",
            "1",
            "-f",
            key.toString());

    assertEquals(0, run.status(), run.err());
    assertEquals(
        List.of(
            "Enter passphrase for key '~/key': ",
            "Enter passphrase for key '~/key': ",
            "Enter new passphrase (empty for no passphrase): ",
            "Enter same passphrase again: ",
            "Enter new passphrase (empty for no passphrase): ",
            "Enter same passphrase again: "),
        run.questions());
    assertEquals(line, opened("both"));
  }

  @Test
  void bothPassphrasesAreTakenFromStandardInputALineEach() throws Exception {
    Result run =
        new CommandRun(home)
            .runReading(
                "old\nfrom a pipe\nrest",
                "keygen",
                "-p",
                "-a",
                "1",
                "-f",
                key.toString(),
                "--passphrase-file",
                "-",
                "--new-passphrase-file",
                "-");

    assertEquals(0, run.status(), run.err());
    assertEquals(line, opened("from a pipe"));
  }

  @ParameterizedTest
  @CsvSource({
    "-p --passphrase-file new -N '',the passphrase does not open",
    "-p --passphrase-file old,--new-passphrase-file FILE",
    "-p --passphrase-file old --new-passphrase-file gone,there is no passphrase file",
    "-p --passphrase-file old --new-passphrase-file new --no-passphrase,exclude each other",
    "-p -P old -N '',seen by everyone on this machine",
    "-p --passphrase-file old -N '' -m PEM,PEM has no ed25519 keys",
    "-p --passphrase-file old -N '' -a 0,expected 1 to 1024 rounds",
    "-p -c,exclude each other",
    "-p --add -N '',--add is for new keys",
    "-p --to other,--to is for -i and -e",
    "-c --passphrase-file old,-C COMMENT",
    "-c --passphrase-file old -C x -m PPK,-m is for -p and -e",
    "-e --passphrase-file old -m PPK,PuTTY's format is one of private keys",
    "-i --passphrase-file old,a private key is written to a file",
    "--new-passphrase-file new --name x,--new-passphrase-file is for",
    "-m PPK --name x --no-passphrase,new keys are written in OpenSSH's format"
  })
  void whatCannotBeDoneChangesNothing(String options, String reason) throws Exception {
    byte[] before = Files.readAllBytes(key);
    String[] words =
        Stream.of(options.split(" ")).map(word -> word.replace("''", "")).toArray(String[]::new);

    Result run = options.contains("--name") ? plain(words) : change(words);

    assertEquals(1, run.status(), run.out());
    assertTrue(run.err().contains(reason), run.err());
    assertEquals(List.of("key", "key.pub", "new", "old"), names());
    assertArrayEquals(before, Files.readAllBytes(key));
  }

  @Test
  void aLinkStaysAndWhatItLeadsToIsReplaced() throws Exception {
    Path folder = Files.createDirectory(home.resolve("store"));
    Path target = Files.move(key, folder.resolve("real"));
    Files.createSymbolicLink(key, target);

    Result run = change("-p", "--passphrase-file", "old", "-N", "");

    assertEquals(0, run.status(), run.err());
    assertEquals(target, Files.readSymbolicLink(key));
    assertEquals(line, ProgramRun.of(SSH_KEYGEN, "-y", "-P", "", "-f", target).succeeded());
  }

  @Test
  void theCommentIsChangedInBothFilesAndThePassphraseStays() throws Exception {
    Result run = change("-c", "--passphrase-file", "old", "-C", "zoë 東京");

    assertEquals(0, run.status(), run.err());
    assertEquals("Old comment: me\nComment 'zoë 東京' applied\n", run.out());
    assertEquals(line.replace(" me", " zoë 東京"), opened("old"));
    assertEquals(line.replace(" me", " zoë 東京"), Files.readString(home.resolve("key.pub")));
    assertEquals("rw-r--r--", mode(home.resolve("key.pub")));

    assertEquals(
        "Old comment: zoë 東京\nComment removed\n",
        change("-c", "--passphrase-file", "old", "-C", "").out());
    assertEquals(line.replace(" me", ""), Files.readString(home.resolve("key.pub")));
    assertEquals(
        "No existing comment\nComment 'x' applied\n",
        change("-c", "--passphrase-file", "old", "-C", "x").out());
  }

  @Test
  void thePublicFileOfAnotherKeyIsLeftAloneAndAMissingOneIsMade() throws Exception {
    Path publicFile = home.resolve("key.pub");
    String other =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPruBPVRB8Rkx9CbELFnVOulDnJ9mmTElO73v2DfstxM\n";
    Files.writeString(publicFile, other);

    Result run = change("-c", "--passphrase-file", "old", "-C", "x");

    assertTrue(run.err().contains("is of another key, and was left alone"), run.err());
    assertEquals(other, Files.readString(publicFile));
    Files.delete(publicFile);
    assertEquals(0, change("-c", "--passphrase-file", "old", "-C", "y").status());
    assertEquals(line.replace(" me", " y"), Files.readString(publicFile));
  }

  @Test
  void aCommentOfTwoLinesIsRefused() throws Exception {
    Result run = change("-c", "--passphrase-file", "old", "-C", "a\nb");

    assertEquals(1, run.status());
    assertTrue(run.err().contains("met a control character"), run.err());
    assertEquals(line, opened("old"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PEM", "PKCS8"})
  void aKeyGoesToAnOldFormatAndBackInItsPlace(String format) throws Exception {
    Path rsa = home.resolve("rsa");
    ProgramRun.of(SSH_KEYGEN, "-q", "-t", "rsa", "-b", "2048", "-N", "", "-C", "me", "-f", rsa)
        .succeeded();
    String expected = Files.readString(home.resolve("rsa.pub"));

    assertEquals(
        0, plain("-p", "-f", "rsa", "-m", format, "--new-passphrase-file", "new").status());
    String text = Files.readString(rsa);
    Result comment = plain("-c", "-f", "rsa", "-C", "x", "--passphrase-file", "new");
    Result back = plain("-p", "-f", "rsa", "-a", "1", "-N", "", "--passphrase-file", "new");

    assertTrue(text.contains(format.equals("PEM") ? "DEK-Info" : "BEGIN ENCRYPTED"), text);
    assertEquals(1, comment.status());
    assertTrue(comment.err().contains("PEM and PKCS#8 hold no comment"), comment.err());
    assertEquals(0, back.status(), back.err());
    assertEquals(expected, ProgramRun.of(SSH_KEYGEN, "-y", "-P", "", "-f", rsa).succeeded());
  }

  @Test
  void aKeyOfPuttyStaysOne() throws Exception {
    Path puttygen = RealPrograms.require("puttygen");
    assertEquals(
        0, change("-e", "-m", "ppk2", "--to", "k.ppk", "--passphrase-file", "old").status());

    Result run =
        plain("-p", "-f", "k.ppk", "--passphrase-file", "old", "--new-passphrase-file", "new");

    assertEquals(0, run.status(), run.err());
    assertTrue(Files.readString(home.resolve("k.ppk")).startsWith("PuTTY-User-Key-File-2: "));
    assertEquals(
        line,
        ProgramRun.of(puttygen, home.resolve("k.ppk"), "-L", "--old-passphrase", another)
            .succeeded());
  }

  @Test
  void aPrivateKeyIsExportedAndImportedWithItsPassphraseAndComment() throws Exception {
    Result exported = change("-e", "-m", "PKCS8", "--to", "copy.pem", "--passphrase-file", "old");
    Result imported =
        plain(
            "-i",
            "-f",
            "copy.pem",
            "--to",
            "back",
            "-C",
            "me",
            "-a",
            "1",
            "--passphrase-file",
            "old");

    assertEquals(0, exported.status(), exported.err());
    assertEquals(0, imported.status(), imported.err());
    assertEquals("rw-------", mode(home.resolve("copy.pem")));
    assertTrue(Files.readString(home.resolve("copy.pem")).contains("BEGIN ENCRYPTED PRIVATE"));
    assertTrue(PrivateKeyFile.read(home.resolve("back")).isEncrypted());
    assertEquals(
        line, ProgramRun.of(SSH_KEYGEN, "-y", "-P", "old", "-f", home.resolve("back")).succeeded());
    assertEquals(line, Files.readString(home.resolve("back.pub")));
    assertTrue(imported.out().startsWith("Your identification has been saved in "));
    Result again = plain("-i", "-f", "copy.pem", "--to", "back", "--passphrase-file", "old");
    assertTrue(again.err().contains("exists already, and was not touched"), again.err());
  }

  @Test
  void publicKeysAreImportedFromAFileAndFromStandardInput() throws Exception {
    String theirs = ProgramRun.of(SSH_KEYGEN, "-e", "-f", home.resolve("key.pub")).succeeded();
    Files.writeString(home.resolve("ssh2.pub"), theirs);

    String fromFile = plain("-i", "-f", "ssh2.pub").out();
    String fromInput = new CommandRun(home).runReading(theirs, "keygen", "-i", "-f", "-").out();

    assertTrue(fromFile.startsWith(line.replace(" me\n", " 256-bit ED25519, conv")), fromFile);
    assertEquals(fromFile, fromInput);
    assertTrue(plain("-i", "-f", "ssh2.pub", "--to", "x").err().contains("--to is for private"));
    assertEquals(
        theirs.lines().toList().get(2), plain("-e", "-f", "key").out().lines().toList().get(2));
  }

  @Test
  void aShortPassphraseIsRemarkedOnAndTaken() throws Exception {
    Path few = Files.writeString(home.resolve("few"), "aaaabbbbccccdddd\n");

    Result shortOne = plain("--name", "a", "-a", "1", "--passphrase-file", "old");
    Result fewOnes = plain("--name", "b", "-a", "1", "--passphrase-file", few.toString());
    Result good = plain("--name", "c", "-a", "1", "--passphrase-file", "new");

    assertEquals(0, shortOne.status());
    assertTrue(shortOne.err().contains("the passphrase is short"), shortOne.err());
    assertEquals(0, fewOnes.status());
    assertTrue(fewOnes.err().contains("the passphrase repeats few characters"), fewOnes.err());
    assertFalse(good.err().contains("the passphrase"), good.err());
    assertTrue(PrivateKeyFile.read(home.resolve(".ssh/id_ed25519_a")).isEncrypted());
  }

  private Result change(String... options) {
    return plain(
        Stream.concat(Stream.of(options), Stream.of("-f", key.toString())).toArray(String[]::new));
  }

  private Result plain(String... options) {
    return new CommandRun(home)
        .run(Stream.concat(Stream.of("keygen"), Stream.of(options)).toArray(String[]::new));
  }

  private String opened(String passphrase) throws Exception {
    return ProgramRun.of(SSH_KEYGEN, "-y", "-P", passphrase, "-f", key).succeeded();
  }

  private List<String> names() throws Exception {
    try (Stream<Path> files = Files.list(home)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static String mode(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
