package io.github.spheronssh.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Private keys go from OpenSSH's and OpenSSL's programs to ours, and from ours to theirs. */
final class OpenSshKeysTest {
  private static final String PASSPHRASE = "correct hørse";

  private final Path sshKeygen = RealPrograms.require("ssh-keygen");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"ed25519,256", "ecdsa,256", "ecdsa,384", "ecdsa,521", "rsa,3072", "rsa,1024"})
  void openSshsKeysAreReadWithTheirComments(String type, String bits) throws Exception {
    Path file = theirs(type, bits, "", "RFC4716");

    PrivateKeyFile key = PrivateKeyFile.read(file);

    assertFalse(key.isEncrypted());
    assertOpensAs(publicLine(file), key.unlock());
  }

  @ParameterizedTest
  @CsvSource({"ed25519,256", "ecdsa,384", "rsa,2048"})
  void openSshsEncryptedKeysShowTheirPublicHalfAndOpenWithTheirPassphraseAlone(
      String type, String bits) throws Exception {
    Path file = theirs(type, bits, PASSPHRASE, "RFC4716");
    PublicKeyLine line = publicLine(file);
    Files.delete(KeyPairFile.publicFile(file));

    PrivateKeyFile key = PrivateKeyFile.read(file);

    assertTrue(key.isEncrypted());
    assertTrue(key.publicKey().orElseThrow().sameKeyAs(line));
    assertThrows(WrongPassphraseException.class, () -> key.unlock("wrong".toCharArray()));
    assertThrows(WrongPassphraseException.class, key::unlock);
    assertOpensAs(line, key.unlock(PASSPHRASE.toCharArray()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aes128-ctr",
        "aes192-ctr",
        "aes256-cbc",
        "aes128-gcm@openssh.com",
        "aes256-gcm@openssh.com",
        "3des-cbc",
        "chacha20-poly1305@openssh.com"
      })
  void everyCipherOfOpenSshIsRead(String cipher) throws Exception {
    Path file = folder.resolve("key");
    ProgramRun.of(sshKeygen, "-q", "-t", "ed25519", "-N", PASSPHRASE, "-Z", cipher, "-f", file)
        .succeeded();

    PrivateKeyFile key = PrivateKeyFile.read(file);

    assertThrows(WrongPassphraseException.class, () -> key.unlock("wrong".toCharArray()));
    assertOpensAs(publicLine(file), key.unlock(PASSPHRASE.toCharArray()));
  }

  @ParameterizedTest
  @CsvSource({
    "rsa,2048,PEM",
    "ecdsa,256,PEM",
    "ecdsa,521,PEM",
    "rsa,2048,PKCS8",
    "ecdsa,384,PKCS8"
  })
  void openSshsOldFormatsAreRead(String type, String bits, String format) throws Exception {
    Path plain = theirs(type, bits, "", format);
    assertTrue(PrivateKeyFile.read(plain).unlock().publicKey().sameKeyAs(publicLine(plain)));
    assertSigns(PrivateKeyFile.read(plain).unlock());

    Path encrypted = theirs(type, bits, PASSPHRASE, format);
    PrivateKeyFile key = PrivateKeyFile.read(encrypted);
    assertTrue(key.isEncrypted());
    assertEquals(publicLine(encrypted), key.publicKey().orElseThrow());
    assertThrows(WrongPassphraseException.class, () -> key.unlock("wrong".toCharArray()));
    SshKeyPair pair = key.unlock(PASSPHRASE.toCharArray());
    assertTrue(pair.publicKey().sameKeyAs(publicLine(encrypted)));
    assertSigns(pair);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-v2 aes-256-cbc",
        "-v2 aes-128-cbc -v2prf hmacWithSHA1",
        "-v2 aes-192-cbc -v2prf hmacWithSHA512",
        "-v2 des3",
        "-scrypt"
      })
  void openSslsEncryptedKeysAreRead(String options) throws Exception {
    Path openssl = RealPrograms.require("openssl");
    Path plain = folder.resolve("plain.pem");
    Path file = folder.resolve("key.pem");
    ProgramRun.of(openssl, "genpkey", "-algorithm", "ed25519", "-out", plain).succeeded();
    Object[] command =
        Stream.concat(
                Stream.of(openssl, "pkcs8", "-topk8", "-in", plain, "-out", file),
                Stream.concat(
                    Stream.of("-passout", "pass:" + PASSPHRASE), Stream.of(options.split(" "))))
            .toArray();
    ProgramRun.of(command).succeeded();

    PublicKeyLine expected = PrivateKeyFile.read(plain).publicKey().orElseThrow();
    PrivateKeyFile key = PrivateKeyFile.read(file);

    assertTrue(key.isEncrypted());
    assertEquals(Optional.empty(), key.publicKey());
    assertThrows(WrongPassphraseException.class, () -> key.unlock("wrong".toCharArray()));
    assertOpensAs(expected, key.unlock(PASSPHRASE.toCharArray()));
  }

  @Test
  void openSslsKeyBehindTheParametersOfItsCurveIsRead() throws Exception {
    Path openssl = RealPrograms.require("openssl");
    Path file = folder.resolve("ec.pem");
    ProgramRun.of(openssl, "ecparam", "-name", "prime256v1", "-genkey", "-out", file).succeeded();
    assertTrue(Files.readString(file).contains("EC PARAMETERS"));

    assertSigns(PrivateKeyFile.read(file).unlock());
  }

  @ParameterizedTest
  @CsvSource({"ED25519,256", "ECDSA,256", "ECDSA,384", "ECDSA,521", "RSA,3072"})
  void ourKeysAreReadByOpenSsh(KeyKind kind, int bits) throws Exception {
    SshKeyPair pair = new KeyGenerator().generate(kind, bits, false, "zoë@gpu 東京");
    Path plain = ours("plain", pair, Optional.empty());
    Path encrypted = ours("encrypted", pair, Optional.of(PASSPHRASE.toCharArray()));

    String line = pair.publicKey() + "\n";
    assertEquals(line, ProgramRun.of(sshKeygen, "-y", "-P", "", "-f", plain).succeeded());
    assertEquals(
        line, ProgramRun.of(sshKeygen, "-y", "-P", PASSPHRASE, "-f", encrypted).succeeded());
    assertEquals(255, ProgramRun.of(sshKeygen, "-y", "-P", "wrong", "-f", encrypted).status());
    assertTrue(
        ProgramRun.of(sshKeygen, "-l", "-f", encrypted)
            .succeeded()
            .startsWith(bits + " " + pair.publicKey().fingerprint()));
  }

  @Test
  void openSshChangesThePassphraseOfOurKeyAndBack() throws Exception {
    SshKeyPair pair = new KeyGenerator().generate(KeyKind.ED25519, 256, false, "ours");
    Path file = ours("key", pair, Optional.of(PASSPHRASE.toCharArray()));

    ProgramRun.of(sshKeygen, "-p", "-P", PASSPHRASE, "-N", "", "-f", file).succeeded();
    assertEquals(pair.publicKey(), PrivateKeyFile.read(file).unlock().publicKey());

    ProgramRun.of(sshKeygen, "-p", "-P", "", "-N", "another", "-a", "3", "-f", file).succeeded();
    assertEquals(
        pair.publicKey(), PrivateKeyFile.read(file).unlock("another".toCharArray()).publicKey());
  }

  private Path theirs(String type, String bits, String passphrase, String format) throws Exception {
    Path file = folder.resolve(type + bits + format + passphrase.length());
    ProgramRun.of(
            sshKeygen,
            "-q",
            "-t",
            type,
            "-b",
            bits,
            "-N",
            passphrase,
            "-m",
            format,
            "-a",
            "2",
            "-C",
            "zoë@gpu 東京",
            "-f",
            file)
        .succeeded();
    return file;
  }

  private Path ours(String name, SshKeyPair pair, Optional<char[]> passphrase) throws Exception {
    Path file = folder.resolve(name);
    Files.write(file, new OpenSshWriter().write(pair, passphrase, 2));
    Files.setPosixFilePermissions(
        file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  private static PublicKeyLine publicLine(Path file) throws Exception {
    return PublicKeyLine.parse(Files.readString(KeyPairFile.publicFile(file)));
  }

  private static void assertOpensAs(PublicKeyLine expected, SshKeyPair pair) throws Exception {
    assertEquals(expected, pair.publicKey());
    assertSigns(pair);
  }

  /** Signed and verified by MINA, which is what the keys are for. */
  private static void assertSigns(SshKeyPair pair) throws Exception {
    byte[] message = "signed".getBytes(UTF_8);
    var algorithm =
        switch (pair.publicKey().type()) {
          case "ssh-ed25519" -> org.apache.sshd.common.signature.BuiltinSignatures.ed25519;
          case "ssh-rsa" -> org.apache.sshd.common.signature.BuiltinSignatures.rsaSHA512;
          case "ecdsa-sha2-nistp256" -> org.apache.sshd.common.signature.BuiltinSignatures.nistp256;
          case "ecdsa-sha2-nistp384" -> org.apache.sshd.common.signature.BuiltinSignatures.nistp384;
          default -> org.apache.sshd.common.signature.BuiltinSignatures.nistp521;
        };
    var signer = algorithm.create();
    signer.initSigner(null, pair.keyPair().getPrivate());
    signer.update(null, message);
    byte[] signature = signer.sign(null);
    var verifier = algorithm.create();
    verifier.initVerifier(null, pair.publicKey().publicKey());
    verifier.update(null, message);
    assertTrue(verifier.verify(null, signature));
  }
}
