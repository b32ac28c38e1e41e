package io.github.spheronssh.key;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * Writes OpenSSL's formats as it does itself: PKCS#8 encrypted with PBES2 (RFC 8018), and the ones
 * before it, whose encryption protects little, since one MD5 is all that slows a guesser down.
 */
final class PemWriter {
  /** Tenths of a second; OpenSSL writes 2048 of them and reads any number. */
  private static final int ITERATIONS = 100_000;

  private static final int KEY_BITS = 256;
  private static final int BLOCK_SIZE = 16;
  private static final int OLD_SALT_SIZE = 8;
  private static final int LINE_LENGTH = 64;

  private final SecureRandom random = new SecureRandom();

  /** The public key as X.509 has it, in PEM. */
  static String pkcs8(PublicKeyLine key) throws KeyFormatException {
    byte[] content = encoded(KeyStructures.publicInfo(key));
    return new String(armour("PUBLIC KEY", "", content), StandardCharsets.US_ASCII);
  }

  /** An RSA key as PKCS#1 has it; ECDSA ones have nothing older than X.509's. */
  static String pem(PublicKeyLine key) throws KeyFormatException {
    return switch (PublicNumbers.read(key.blob())) {
      case PublicNumbers.Rsa rsa -> {
        byte[] content = encoded(KeyStructures.pkcs1(rsa));
        yield new String(armour("RSA PUBLIC KEY", "", content), StandardCharsets.US_ASCII);
      }
      case PublicNumbers.CurvePoint _ -> pkcs8(key);
      case PublicNumbers other -> throw noSuchKeys(other.label());
    };
  }

  /** The file's content, which the caller wipes. */
  byte[] pkcs8(SshKeyPair pair, Optional<char[]> passphrase) throws KeyFormatException {
    byte[] plain = encoded(KeyStructures.privateInfo(PrivateNumbers.of(pair.keyPair())));
    try {
      return passphrase.isEmpty()
          ? armour("PRIVATE KEY", "", plain)
          : armour("ENCRYPTED PRIVATE KEY", "", encrypted(plain, passphrase.get()));
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /** The file's content, which the caller wipes. */
  byte[] pem(SshKeyPair pair, Optional<char[]> passphrase) throws KeyFormatException {
    return switch (PrivateNumbers.of(pair.keyPair())) {
      case PrivateNumbers.Rsa rsa ->
          pem("RSA PRIVATE KEY", encoded(KeyStructures.pkcs1(rsa)), passphrase);
      case PrivateNumbers.Scalar scalar ->
          pem("EC PRIVATE KEY", encoded(KeyStructures.sec1(scalar, true)), passphrase);
      case PrivateNumbers.Seed _ -> throw noSuchKeys(pair.publicKey().label());
    };
  }

  private byte[] pem(String type, byte[] plain, Optional<char[]> passphrase) {
    try {
      if (passphrase.isEmpty()) {
        return armour(type, "", plain);
      }
      byte[] vector = random(BLOCK_SIZE);
      String header =
          "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,%s\n\n"
              .formatted(HexFormat.of().withUpperCase().formatHex(vector));
      byte[] key = oldKey(passphrase.get(), vector);
      byte[] sealed = encrypted(plain, key, vector);
      Arrays.fill(key, (byte) 0);
      return armour(type, header, sealed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES and MD5", e);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /** OpenSSL's EVP_BytesToKey, as far as a key of 16 bytes needs it. */
  private static byte[] oldKey(char[] passphrase, byte[] vector) throws GeneralSecurityException {
    byte[] secret = Passphrases.utf8(passphrase);
    var digest = MessageDigest.getInstance("MD5");
    digest.update(secret);
    digest.update(vector, 0, OLD_SALT_SIZE);
    Arrays.fill(secret, (byte) 0);
    return digest.digest();
  }

  private byte[] encrypted(byte[] plain, char[] passphrase) {
    byte[] salt = random(BLOCK_SIZE);
    byte[] vector = random(BLOCK_SIZE);
    var prf = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE);
    var stretching =
        new KeyDerivationFunc(
            PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(salt, ITERATIONS, prf));
    var cipher =
        new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(vector));
    var scheme =
        new AlgorithmIdentifier(
            PKCSObjectIdentifiers.id_PBES2, new PBES2Parameters(stretching, cipher));
    var secret = new PBEKeySpec(passphrase, salt, ITERATIONS, KEY_BITS);
    try {
      byte[] key =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(secret).getEncoded();
      byte[] sealed = encrypted(plain, key, vector);
      Arrays.fill(key, (byte) 0);
      return encoded(new EncryptedPrivateKeyInfo(scheme, sealed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES and PBKDF2", e);
    } finally {
      secret.clearPassword();
    }
  }

  private static byte[] encrypted(byte[] plain, byte[] key, byte[] vector)
      throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(vector));
    return cipher.doFinal(plain);
  }

  private static byte[] armour(String type, String header, byte[] content) {
    byte[] newLine = {'\n'};
    byte[] body = Base64.getMimeEncoder(LINE_LENGTH, newLine).encode(content);
    var writer =
        new WireWriter()
            .raw(ascii("-----BEGIN " + type + "-----\n" + header))
            .raw(body)
            .raw(ascii("\n-----END " + type + "-----\n"));
    byte[] file = writer.toBytes();
    writer.wipe();
    Arrays.fill(body, (byte) 0);
    return file;
  }

  private static byte[] encoded(ASN1Encodable structure) {
    try {
      return structure.toASN1Primitive().getEncoded("DER");
    } catch (IOException e) {
      throw new IllegalStateException("a structure in memory can't be encoded", e);
    }
  }

  private static KeyFormatException noSuchKeys(String label) {
    return new KeyFormatException(
        "PEM has no %s keys".formatted(label.toLowerCase(Locale.ROOT)), "-m PKCS8 has them");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private byte[] random(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}
