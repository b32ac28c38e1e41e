package io.github.spheronssh.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file can't make the program work or remember without end. */
final class PassphraseCostTest {
  private static final byte[] SALT = new byte[8];

  @Test
  void usualCostsArePaid() throws Exception {
    assertTrue(
        PrivateKeyParser.parse(
                pem(PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(SALT, 600_000)))
            .isEncrypted());
    assertTrue(
        PrivateKeyParser.parse(
                pem(MiscObjectIdentifiers.id_scrypt, new ScryptParams(SALT, 1 << 14, 8, 1)))
            .isEncrypted());
  }

  @ParameterizedTest
  @ValueSource(ints = {10_000_001, Integer.MAX_VALUE})
  void endlessIterationsAreRefused(int iterations) throws Exception {
    assertRefused(pem(PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(SALT, iterations)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1 << 17, 1 << 30})
  void endlessMemoryIsRefused(int cost) throws Exception {
    assertRefused(pem(MiscObjectIdentifiers.id_scrypt, new ScryptParams(SALT, cost, 8, 1)));
    assertRefused(pem(MiscObjectIdentifiers.id_scrypt, new ScryptParams(SALT, 16, 8, cost)));
  }

  @Test
  void endlessRoundsOfBcryptAreRefused() throws Exception {
    SshKeyPair pair = new KeyGenerator().generate(KeyKind.ED25519, 256, false, "");
    byte[] options = new WireWriter().string(new byte[16]).uint32(1025).toBytes();
    byte[] envelope =
        new WireWriter()
            .raw(OpenSshFormat.MAGIC)
            .text("aes256-ctr")
            .text("bcrypt")
            .string(options)
            .uint32(1)
            .string(pair.publicKey().blob())
            .string(new byte[160])
            .toBytes();

    var error =
        assertThrows(
            KeyFormatException.class,
            () ->
                PrivateKeyParser.parse(
                    OpenSshFormat.BEGIN
                        + "\n"
                        + Base64.getEncoder().encodeToString(envelope)
                        + "\n"
                        + OpenSshFormat.END));

    assertEquals("expected 1 to 1024 rounds of bcrypt, met something else", error.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Argon2-Memory: 4194304",
        "Argon2-Memory: 999999999",
        "Argon2-Memory: 65537",
        "Argon2-Passes: 999999999"
      })
  void endlessWorkOfArgon2IsRefused(String line) throws Exception {
    var error =
        assertThrows(KeyFormatException.class, () -> PrivateKeyParser.parse(puttyWith(line)));

    assertEquals("the key asks for more work than any passphrase needs", error.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Argon2-Memory: 7",
        "Argon2-Memory: 0",
        "Argon2-Memory: -1",
        "Argon2-Memory: 99999999999",
        "Argon2-Passes: 0",
        "Argon2-Parallelism: 0",
        "Argon2-Parallelism: 1025",
        "Key-Derivation: Argon3"
      })
  void nonsenseForArgon2IsRefused(String line) {
    assertThrows(KeyFormatException.class, () -> PrivateKeyParser.parse(puttyWith(line)));
  }

  /** A file of PuTTY's whose first lines ask for something else; its key is never reached. */
  private static String puttyWith(String line) throws Exception {
    SshKeyPair pair = new KeyGenerator().generate(KeyKind.ED25519, 256, false, "");
    byte[] plain = KeyFormat.PPK.privateFile(pair, Optional.empty(), 1);
    String header = PuttyStretching.usual(new byte[16]).text();
    String name = line.substring(0, line.indexOf(':'));
    return new String(plain, StandardCharsets.US_ASCII)
        .replace("Encryption: none", "Encryption: " + PuttyFormat.CIPHER)
        .replace("Private-Lines", header.replaceFirst(name + ": .*", line) + "Private-Lines");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"})
  void endlessNestingIsRefused(String type) {
    byte[] nested = new byte[40_000];
    for (int i = 0; i < nested.length; i += 2) {
      nested[i] = 0x30;
      nested[i + 1] = (byte) 0x80;
    }
    assertThrows(KeyFormatException.class, () -> PrivateKeyParser.parse(pem(type, nested)));
  }

  private static void assertRefused(String pem) {
    var error = assertThrows(KeyFormatException.class, () -> PrivateKeyParser.parse(pem));
    assertEquals("the key asks for more work than any passphrase needs", error.getMessage());
  }

  private static String pem(ASN1ObjectIdentifier stretching, ASN1Encodable parameters)
      throws Exception {
    var scheme =
        new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(new byte[16]));
    var algorithm =
        new AlgorithmIdentifier(
            PKCSObjectIdentifiers.id_PBES2,
            new PBES2Parameters(new KeyDerivationFunc(stretching, parameters), scheme));
    return pem(
        "ENCRYPTED PRIVATE KEY", new EncryptedPrivateKeyInfo(algorithm, new byte[64]).getEncoded());
  }

  private static String pem(String type, byte[] content) {
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
        .formatted(type, Base64.getEncoder().encodeToString(content), type);
  }
}
