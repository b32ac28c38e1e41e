package io.github.spheronssh.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PublicKeyLineTest {
  private static final String LINE =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIiZQMMYV62+tVsqSF7RiYLGC3sPQXe/EUcIbjlhQNSF";

  @TempDir Path folder;

  @Test
  void aLineIsItsTypeItsBlobAndItsComment() throws Exception {
    PublicKeyLine key = PublicKeyLine.parse(LINE + "  zoë @ home \r\n");

    assertEquals("ssh-ed25519", key.type());
    assertEquals("zoë @ home", key.comment());
    assertEquals(LINE + " zoë @ home", key.toString());
    assertEquals(LINE, key.withComment("").toString());
    assertEquals(
        "SHA256:uy5+ZJ61whLWF5Kc70Ae8oxCZFCG0INFII/L6KVq2fg", key.fingerprint().toString());
    assertEquals(
        "MD5:ad:d9:16:a5:31:c0:49:df:b9:26:cc:7f:bf:d6:49:bf",
        Fingerprint.md5(key.blob()).toString());
  }

  @Test
  void emptyLinesRemarksAndAByteOrderMarkArePassedOver() throws Exception {
    assertEquals(LINE, PublicKeyLine.parse("\uFEFF\n# mine\n\n" + LINE + "\n\n").toString());
  }

  @Test
  void theSameKeyIsTheSameWhateverIsSaidOfIt() throws Exception {
    PublicKeyLine one = PublicKeyLine.parse(LINE + " one");
    PublicKeyLine two = PublicKeyLine.parse(LINE + " two");

    assertTrue(one.sameKeyAs(two));
    assertNotEquals(one, two);
    assertEquals(one, two.withComment("one"));
  }

  @Test
  void aCommentFromOutsideCannotAddALine() throws Exception {
    byte[] blob = PublicKeyLine.parse(LINE).blob();

    PublicKeyLine key = PublicKeyLine.of(blob, "agent\nssh-rsa AAAA \u001b[2J");

    assertEquals(LINE + " agent ssh-rsa AAAA  [2J", key.toString());
  }

  @Test
  void aBlobIsTheCallersCopy() throws Exception {
    PublicKeyLine key = PublicKeyLine.parse(LINE);
    Arrays.fill(key.blob(), (byte) 0);
    assertEquals(LINE, key.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                                      | expected a public key, met nothing
          -----BEGIN OPENSSH PRIVATE KEY-----                     | expected a public key, met a private key, which must not leave this machine
          PuTTY-User-Key-File-3: ssh-ed25519                      | expected a public key, met a private key, which must not leave this machine
          -----BEGIN PUBLIC KEY-----                              | expected an OpenSSH public key, met PEM
          ---- BEGIN SSH2 PUBLIC KEY ----                         | expected an OpenSSH public key, met one in the format of RFC 4716
          hello world                                             | expected a public key, met something else
          ssh-ed25519                                             | expected a public key, met its type alone
          ssh-ed25519 !!!                                         | what follows ssh-ed25519 is not base64
          ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIiZ                | the key is cut off
          ssh-ed25519 AAAAB3NzaC1kc3MAAAAB                        | dsa keys are too weak, and OpenSSH takes them no more
          ssh-ed25519-cert-v01@openssh.com AAAA                   | expected a public key, met a certificate
          ssh-new AAAAB3NzaC1uZXc=                                | expected a key of a known type, met ssh-new
          from="10.0.0.0/8" ssh-ed25519 AAAA                      | expected a public key alone, met words before it, like the options of authorized_keys
          """)
  void everythingElseIsRefusedWithItsOwnReason(String text, String reason) {
    var error = assertThrows(KeyFormatException.class, () -> PublicKeyLine.parse(text));
    assertEquals(reason, error.getMessage());
  }

  @Test
  void severalKeysAreRefused() {
    var error =
        assertThrows(KeyFormatException.class, () -> PublicKeyLine.parse(LINE + "\n" + LINE));
    assertEquals("expected one public key, met several lines", error.getMessage());
  }

  @Test
  void aPrivateKeyIsToldEvenWhereAPublicOneStandsBeforeIt() {
    String text = LINE + "\n-----BEGIN RSA PRIVATE KEY-----\nsecret\n";
    var error = assertThrows(KeyFormatException.class, () -> PublicKeyLine.parse(text));
    assertTrue(error.getMessage().contains("private key"));
    assertFalse(error.getMessage().contains("secret"));
  }

  @Test
  void aTypeOutsideThatIsNotTheOneInsideIsRefused() {
    var error =
        assertThrows(
            KeyFormatException.class,
            () -> PublicKeyLine.parse(LINE.replace("ssh-ed25519", "ssh-rsa")));
    assertEquals("the line says ssh-rsa, and the key in it is ssh-ed25519", error.getMessage());
  }

  @Test
  void bytesAfterTheKeysEndAreRefused() throws Exception {
    byte[] blob = PublicKeyLine.parse(LINE).blob();
    byte[] longer = Arrays.copyOf(blob, blob.length + 1);
    var error = assertThrows(KeyFormatException.class, () -> PublicKeyLine.of(longer, ""));
    assertEquals("the key has bytes after its end", error.getMessage());
  }

  @Test
  void aPointThatIsNotOnItsCurveIsRefused() throws Exception {
    byte[] blob = new KeyGenerator().generate(KeyKind.ECDSA, 256, false, "").publicKey().blob();
    blob[blob.length - 1] ^= 1;
    var error = assertThrows(KeyFormatException.class, () -> PublicKeyLine.of(blob, ""));
    assertEquals("the key's point is not on the curve nistp256", error.getMessage());
  }

  @Test
  void aKeyOfASecurityTokenIsAPublicKeyLikeOthers() throws Exception {
    byte[] point = PublicKeyLine.parse(LINE).blob();
    byte[] blob =
        new WireWriter()
            .text("sk-ssh-ed25519@openssh.com")
            .string(Arrays.copyOfRange(point, point.length - 32, point.length))
            .text("ssh:")
            .toBytes();
    String line = "sk-ssh-ed25519@openssh.com " + Base64.getEncoder().encodeToString(blob);

    PublicKeyLine key = PublicKeyLine.parse(line);

    assertEquals("ED25519-SK", key.label());
    assertEquals(line, key.toString());
    assertEquals(
        "sk-ssh-ed25519@openssh.com",
        org.apache.sshd.common.config.keys.KeyUtils.getKeyType(key.publicKey()));
  }

  @ParameterizedTest
  @CsvSource({"ed25519,256", "ecdsa,256", "ecdsa,384", "ecdsa,521", "rsa,1024", "rsa,4096"})
  void fingerprintsAndPicturesAreThoseOfSshKeygen(String type, String bits) throws Exception {
    Path sshKeygen = RealPrograms.require("ssh-keygen");
    int keys = type.equals("rsa") ? 1 : 12;
    for (int i = 0; i < keys; i++) {
      Path file = folder.resolve("key" + i);
      ProgramRun.of(sshKeygen, "-q", "-t", type, "-b", bits, "-N", "", "-C", "c", "-f", file)
          .succeeded();

      PublicKeyLine key = PublicKeyFile.read(KeyPairFile.publicFile(file));

      assertEquals(Files.readString(KeyPairFile.publicFile(file)), key + "\n");
      assertEquals(
          ProgramRun.of(sshKeygen, "-lv", "-f", file).succeeded(),
          "%d %s c (%s)%n%s%n"
              .formatted(key.bits(), key.fingerprint(), key.label(), Randomart.of(key)));
      assertTrue(
          PublicKeyLine.of(key.publicKey(), "").sameKeyAs(key), "goes through java.security");
    }
  }
}
