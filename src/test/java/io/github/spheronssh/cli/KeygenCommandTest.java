package io.github.spheronssh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertLinesMatch;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.key.KeyPairFile;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.key.PublicKeyFile;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import io.github.spheronssh.testing.TestRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeygenCommandTest {
  @TempDir Path home;

  @Test
  void aNewcomerGetsAnEd25519KeyAndTheNextStep() throws Exception {
    TestRun run = keygen("--no-passphrase");

    Path key = home.resolve(".ssh/id_ed25519");
    assertEquals(0, run.status(), run.err());
    assertLinesMatch(
        List.of(
            "Your identification has been saved in " + key,
            "Your public key has been saved in " + key + ".pub",
            "The key fingerprint is:",
            PublicKeyFile.read(KeyPairFile.publicFile(key)).fingerprint() + " zoe@gpu-desk",
            "The key's randomart image is:",
            "\\+--\\[ED25519 256\\]--\\+",
            ">> the picture >>",
            "\\+----\\[SHA256\\]-----\\+"),
        run.out().lines().toList());
    assertTrue(run.err().contains("next: spheron-ssh upload\n"), run.err());
    assertEquals("rwx------", mode(home.resolve(".ssh")));
    assertEquals("rw-------", mode(key));
    assertEquals("rw-r--r--", mode(KeyPairFile.publicFile(key)));
    assertEquals(List.of("id_ed25519", "id_ed25519.pub"), names(home.resolve(".ssh")));
  }

  @Test
  void theNextStepNamesTheFileOfAKeyThatIsNotTheDefault() {
    TestRun run = keygen("--no-passphrase", "--name", "ci");

    assertTrue(run.err().contains("next: spheron-ssh upload ~/.ssh/id_ed25519_ci.pub\n"));
  }

  @Test
  void aPassphraseIsAskedForTwiceUntilBothAgree() throws Exception {
    TestRun run = asked(List.of("one", "two", "three", "three"));

    assertEquals(0, run.status(), run.err());
    assertEquals(
        List.of(
            "Enter passphrase (empty for no passphrase): ",
            "Enter same passphrase again: ",
            "Enter passphrase (empty for no passphrase): ",
            "Enter same passphrase again: "),
        run.questions());
    assertTrue(run.err().contains("Passphrases do not match"));
    assertTrue(readKey("id_ed25519").isEncrypted());
    readKey("id_ed25519").unlock("three".toCharArray());
  }

  @Test
  void anEmptyAnswerMakesAKeyWithoutPassphraseAndSaysSo() throws Exception {
    TestRun run = asked(List.of("", ""));

    assertFalse(readKey("id_ed25519").isEncrypted());
    assertTrue(run.err().contains("the key has no passphrase"), run.err());
  }

  @Test
  void withNobodyToAskItStopsAndNamesTheOptions() {
    TestRun run = keygen();

    assertEquals(1, run.status());
    assertTrue(run.err().contains("--no-passphrase"), run.err());
    assertTrue(run.err().contains("--passphrase-file FILE"), run.err());
    assertFalse(Files.exists(home.resolve(".ssh")));
  }

  @Test
  void aPassphraseFileGivesItsFirstLine() throws Exception {
    Path file = Files.writeString(home.resolve("secret"), "hørse staple\r\nmore\n");

    assertEquals(0, keygen("--passphrase-file", file.toString(), "--rounds", "2").status());

    readKey("id_ed25519").unlock("hørse staple".toCharArray());
  }

  @ParameterizedTest
  @CsvSource({
    "'',expected a passphrase in the first line",
    "'\n\n',expected a passphrase in the first line",
    "0123456789*200,expected at most 1024 bytes"
  })
  void aPassphraseFileThatGivesNoneMakesNoKey(String content, String reason) throws Exception {
    String text = content.endsWith("*200") ? "0123456789".repeat(200) : content;
    Path file = Files.writeString(home.resolve("secret"), text);

    TestRun run = keygen("--passphrase-file", file.toString());

    assertEquals(1, run.status());
    assertTrue(run.err().contains(reason), run.err());
    assertFalse(Files.exists(home.resolve(".ssh")));
  }

  @Test
  void aPassphraseOnTheCommandLineIsRefusedWithTheReasonAndNeverRepeated() {
    TestRun run = keygen("-N", "hunter2");

    assertEquals(1, run.status());
    assertTrue(run.err().contains("seen by everyone on this machine"), run.err());
    assertFalse(run.err().contains("hunter2"));
  }

  @Test
  void anEmptyPassphraseOnTheCommandLineIsNoPassphrase() throws Exception {
    assertEquals(0, keygen("-N", "").status());
    assertFalse(readKey("id_ed25519").isEncrypted());
  }

  @ParameterizedTest
  @CsvSource({"id_ed25519", "id_ed25519.pub"})
  void anExistingFileIsNotTouchedAndNothingIsAsked(String taken) throws Exception {
    Path file = Files.createDirectories(home.resolve(".ssh")).resolve(taken);
    Files.writeString(file, "precious");

    TestRun run = asked(List.of("", ""));

    assertEquals(1, run.status());
    assertEquals(List.of(), run.questions());
    assertTrue(run.err().contains(file + " exists already, and was not touched"), run.err());
    assertEquals("precious", Files.readString(file));
    assertEquals(List.of(taken), names(home.resolve(".ssh")));
  }

  @Test
  void forceKeepsTheOldPairBesideTheNewOne() throws Exception {
    keygen("--no-passphrase");
    String first = Files.readString(home.resolve(".ssh/id_ed25519"));
    String firstLine = Files.readString(home.resolve(".ssh/id_ed25519.pub"));
    keygen("--no-passphrase", "--force");

    TestRun run = keygen("--no-passphrase", "--force");

    assertEquals(0, run.status(), run.err());
    List<String> names = names(home.resolve(".ssh"));
    assertEquals(6, names.size(), names::toString);
    String old = names.stream().filter(n -> n.matches("id_ed25519-[0-9-]{10}.old")).findAny().get();
    assertEquals(first, Files.readString(home.resolve(".ssh/" + old)));
    assertEquals(firstLine, Files.readString(home.resolve(".ssh/" + old + ".pub")));
    assertTrue(run.out().startsWith("The old key has been kept as "), run.out());
  }

  @ParameterizedTest
  @CsvSource({
    "rsa,1024,expected an rsa key of 3072 to 16384 bits",
    "rsa,2048,an rsa key of 2048 bits is weak",
    "ecdsa,257,'ecdsa keys have 256, 384, 521 bits, not 257'",
    "ed25519,4096,'ed25519 keys have 256 bits, not 4096'"
  })
  void aSizeThatThereIsNotOrThatIsWeakIsRefused(String type, String bits, String reason) {
    TestRun run = keygen("--no-passphrase", "-t", type, "-b", bits);

    assertEquals(1, run.status());
    assertTrue(run.err().contains(reason), run.err());
    assertFalse(Files.exists(home.resolve(".ssh")));
  }

  @Test
  void aWeakKeyIsMadeWhereItIsForced() throws Exception {
    assertEquals(0, keygen("-N", "", "-t", "rsa", "-b", "2048", "--force-weak").status());
    assertEquals(2048, readKey("id_rsa").publicKey().orElseThrow().bits());
  }

  @Test
  void aCommentIsAnyTextOnOneLine() throws Exception {
    keygen("--no-passphrase", "-C", "zoë 東京");
    assertEquals("zoë 東京", readKey("id_ed25519").unlock().publicKey().comment());

    TestRun run = keygen("--no-passphrase", "--name", "b", "-C", "two\nlines");
    assertEquals(1, run.status());
    assertFalse(Files.exists(home.resolve(".ssh/id_ed25519_b")));
  }

  @Test
  void aNameCannotLeadOutOfTheFolder() {
    assertEquals(1, keygen("--no-passphrase", "--name", "../x").status());
    assertEquals(1, keygen("--no-passphrase", "--name", "x", "-f", "y").status());
  }

  @Test
  void aSymbolicLinkInThePlaceOfTheFolderIsFollowed() throws Exception {
    Path real = Files.createDirectory(home.resolve("elsewhere"));
    Files.createSymbolicLink(home.resolve(".ssh"), real);

    assertEquals(0, keygen("--no-passphrase").status());
    assertEquals(List.of("id_ed25519", "id_ed25519.pub"), names(real));
  }

  @Test
  void aLinkThatLeadsNowhereIsSaid() throws Exception {
    Files.createSymbolicLink(home.resolve(".ssh"), home.resolve("nowhere"));

    TestRun run = keygen("--no-passphrase");

    assertEquals(1, run.status());
    assertTrue(run.err().contains("is a symbolic link that leads nowhere"), run.err());
  }

  @Test
  void withoutAHomeOneErrorNamesTheRemedy() {
    TestRun run = TestRun.of(Map.of(), "keygen", "--no-passphrase");

    assertEquals(1, run.status());
    assertTrue(run.err().contains("there is no home folder"), run.err());
  }

  @Test
  void thePublicKeyAndTheFingerprintAreThoseOfSshKeygen() throws Exception {
    Path sshKeygen = RealPrograms.require("ssh-keygen");
    keygen("--no-passphrase", "-C", "me");
    Path key = home.resolve(".ssh/id_ed25519");

    assertEquals(ProgramRun.of(sshKeygen, "-y", "-f", key).succeeded(), keygen("-y").out());
    assertEquals(ProgramRun.of(sshKeygen, "-lv", "-f", key).succeeded(), keygen("-lv").out());
    assertEquals(
        ProgramRun.of(sshKeygen, "-l", "-f", key + ".pub").succeeded(),
        keygen("-l", "-f", key + ".pub").out());
  }

  @Test
  void aWrongPassphraseIsAskedForThreeTimes() throws Exception {
    asked(List.of("right", "right"));

    TestRun wrong = TestRun.answering(List.of("a", "b", "c", "right"), variables(), "keygen", "-y");
    TestRun right = TestRun.answering(List.of("a", "b", "right"), variables(), "keygen", "-y");

    assertEquals(1, wrong.status());
    assertEquals(3, wrong.questions().size());
    assertTrue(wrong.err().contains("the passphrase does not open"), wrong.err());
    assertEquals(0, right.status(), right.err());
    assertTrue(right.out().startsWith("ssh-ed25519 "));
  }

  private Map<String, String> variables() {
    return Map.of("HOME", home.toString(), "HOSTNAME", "gpu-desk");
  }

  private TestRun keygen(String... arguments) {
    String[] command =
        Stream.concat(Stream.of("keygen"), Stream.of(arguments)).toArray(String[]::new);
    return TestRun.of(variables(), command);
  }

  private TestRun asked(List<String> answers) {
    return TestRun.answering(answers, variables(), "keygen", "--rounds", "2");
  }

  private PrivateKeyFile readKey(String name) throws Exception {
    return PrivateKeyFile.read(home.resolve(".ssh").resolve(name));
  }

  private static String mode(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static List<String> names(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
