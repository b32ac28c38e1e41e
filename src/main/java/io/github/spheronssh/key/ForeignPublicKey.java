package io.github.spheronssh.key;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/** One public key in whatever format: RFC 4716, X.509's or PKCS#1's in PEM, or OpenSSH's line. */
public final class ForeignPublicKey {
  private static final int LIMIT = 64 * 1024;

  private ForeignPublicKey() {}

  /**
   * Reads the file, at most 64 KiB of it, and recognises its format.
   *
   * @throws KeyFileException where it can't be read or holds anything else, a private key above all
   */
  public static PublicKeyLine read(Path path) throws KeyFileException {
    byte[] content = KeyFileContent.read(path, "public key");
    try {
      return parse(new String(content, StandardCharsets.UTF_8));
    } catch (KeyFormatException e) {
      throw KeyFileContent.fault(path, e);
    }
  }

  /**
   * Reads a stream to its end, at most 64 KiB of it.
   *
   * @throws KeyFormatException where it holds anything else; the message never repeats it
   */
  public static PublicKeyLine read(InputStream stream) throws IOException, KeyFormatException {
    byte[] content = stream.readNBytes(LIMIT + 1);
    if (content.length > LIMIT) {
      throw new KeyFormatException("expected a public key, met more than 64 KiB");
    }
    return parse(new String(content, StandardCharsets.UTF_8));
  }

  static PublicKeyLine parse(String text) throws KeyFormatException {
    if (text.contains("PRIVATE KEY")) {
      return PublicKeyLine.parse(text); // which refuses it
    }
    if (text.contains(Rfc4716.BEGIN)) {
      return Rfc4716.parse(text);
    }
    boolean isPem =
        text.contains("-----BEGIN PUBLIC KEY-----")
            || text.contains("-----BEGIN RSA PUBLIC KEY-----");
    return isPem ? PublicKeyLine.of(pem(text), "") : PublicKeyLine.parse(text);
  }

  private static PublicNumbers pem(String text) throws KeyFormatException {
    try (var reader = new PemReader(new StringReader(text))) {
      PemObject block = reader.readPemObject();
      if (block != null && block.getType().equals("RSA PUBLIC KEY")) {
        RSAPublicKey rsa = RSAPublicKey.getInstance(block.getContent());
        return PublicNumbers.rsa(rsa.getPublicExponent(), rsa.getModulus());
      }
      if (block != null && block.getType().equals("PUBLIC KEY")) {
        return KeyStructures.publicNumbers(SubjectPublicKeyInfo.getInstance(block.getContent()));
      }
      throw damaged();
    } catch (IOException | RuntimeException e) {
      throw damaged();
    }
  }

  private static KeyFormatException damaged() {
    return new KeyFormatException("the key is damaged: its PEM can't be read");
  }
}
