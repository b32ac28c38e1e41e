package io.github.spheronssh.age;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.RealPrograms;
import io.github.spheronssh.testing.TmuxPane;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.crypto.generators.SCrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The age format, judged by Debian's age, and scrypt by RFC 7914 and BouncyCastle. */
final class AgeFileTest {
  private static final char[] PASSPHRASE = "correct hörse".toCharArray();
  private static final int CHUNK = 64 * 1024;

  @Test
  void scryptIsThatOfTheRfc() throws Exception {
    byte[] derived =
        new Scrypt(14)
            .derive("pleaseletmein".getBytes(UTF_8), "SodiumChloride".getBytes(UTF_8), 64);
    assertEquals(
        "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
            + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887",
        HexFormat.of().formatHex(derived));
  }

  @Test
  void scryptIsBouncyCastlesForSecretsOfAnyLength() throws Exception {
    var random = new Random(7);
    for (int length : new int[] {0, 1, 63, 64, 65, 200}) {
      byte[] secret = new byte[length];
      byte[] salt = new byte[44];
      random.nextBytes(secret);
      random.nextBytes(salt);
      assertArrayEquals(
          SCrypt.generate(secret, salt, 1 << 6, 8, 1, 32), new Scrypt(6).derive(secret, salt, 32));
    }
  }

  @Test
  void whatIsEncryptedIsDecryptedAtEveryLengthAboutAChunk() throws Exception {
    for (int length : new int[] {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 7}) {
      byte[] content = bytes(length);
      byte[] file = AgeFile.encrypt(content, PASSPHRASE, 4);
      assertArrayEquals(content, AgeFile.decrypt(file, PASSPHRASE), "length " + length);
    }
  }

  @Test
  void ageReadsWhatIsWrittenAndIsReadItself(@TempDir Path folder) throws Exception {
    Path age = RealPrograms.require("age");
    byte[] content = bytes(CHUNK + 100);
    Path plain = Files.write(folder.resolve("plain"), content);
    Path ours = Files.write(folder.resolve("ours"), AgeFile.encrypt(content, PASSPHRASE));
    String script =
        """
        %1$s -d -o '%2$s/opened' '%3$s' && %1$s -p -o '%2$s/theirs' '%4$s' && echo "all is don""e"
        """
            .formatted(age, folder, ours, plain);
    try (TmuxPane pane = TmuxPane.run(folder, script)) {
      pane.await("Enter passphrase:");
      pane.paste(new String(PASSPHRASE) + "\r");
      pane.await("Enter passphrase (leave empty");
      pane.paste(new String(PASSPHRASE) + "\r");
      pane.await("Confirm passphrase");
      pane.paste(new String(PASSPHRASE) + "\r");
      pane.await("all is done");
    }
    assertArrayEquals(content, Files.readAllBytes(folder.resolve("opened")));
    byte[] theirs = Files.readAllBytes(folder.resolve("theirs"));
    assertArrayEquals(content, AgeFile.decrypt(theirs, PASSPHRASE));
    String header = new String(theirs, 0, 160, ISO_8859_1);
    assertTrue(header.contains(" 18\n"), "age's own work factor is the one written: " + header);
  }

  @Test
  void anotherPassphraseIsWrong() throws Exception {
    byte[] file = AgeFile.encrypt(bytes(10), PASSPHRASE, 4);
    for (String other : new String[] {"", "correct horse", "correct hörse "}) {
      assertThrows(
          BadPassphraseException.class, () -> AgeFile.decrypt(file, other.toCharArray()), other);
    }
    assertThrows(AgeException.class, () -> AgeFile.encrypt(bytes(10), new char[0]));
  }

  @Test
  void chunksCanNeitherBeMovedNorLeftOutNorAdded() throws Exception {
    byte[] file = AgeFile.encrypt(bytes(3 * CHUNK), PASSPHRASE, 4);
    int sealed = CHUNK + 16;
    int first = file.length - 3 * sealed;
    byte[] swapped = file.clone();
    System.arraycopy(file, first, swapped, first + sealed, sealed);
    System.arraycopy(file, first + sealed, swapped, first, sealed);
    assertDamaged("damaged or cut", swapped);
    assertDamaged("damaged or cut", Arrays.copyOf(file, file.length - sealed));
    assertDamaged("damaged or cut", Arrays.copyOf(file, file.length + sealed));
    assertDamaged("cut short", Arrays.copyOf(file, file.length - sealed + 16));
    assertDamaged("cut short", Arrays.copyOf(file, first));
  }

  @Test
  void whatNoPassphraseOpensIsNamed() {
    assertDamaged("no file of age's", "hello, world".getBytes(UTF_8));
    assertDamaged("cut short", new byte[0]);
    assertDamaged("binary", "-----BEGIN AGE ENCRYPTED FILE-----\n".getBytes(UTF_8));
    assertDamaged("for a key", header("-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\n"));
    String body = "A".repeat(43) + "\n--- " + "A".repeat(43) + "\n";
    assertDamaged("2^23", header("-> scrypt " + "A".repeat(22) + " 23\n" + body));
    assertDamaged("damaged", header("-> scrypt " + "A".repeat(22) + " 04\n" + body));
    assertDamaged("damaged", header("-> scrypt " + "A".repeat(21) + "B 4\n" + body));
  }

  private static byte[] header(String rest) {
    return ("age-encryption.org/v1\n" + rest).getBytes(UTF_8);
  }

  private static void assertDamaged(String said, byte[] file) {
    var e = assertThrows(AgeException.class, () -> AgeFile.decrypt(file, PASSPHRASE));
    assertTrue(e.getMessage().contains(said), e.getMessage());
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
