package io.github.spheronssh.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a key file holds, it is a key or a checked error says why not. */
final class KeyFuzzTest {
  private static final char[] PASSPHRASE = "passphrase".toCharArray();

  private final List<String> seeds = seeds();

  @Property(tries = 800)
  void anyTextIsAPublicKeyOrARefusal(@ForAll("publicLines") String text) {
    try {
      PublicKeyLine key = PublicKeyLine.parse(text);
      assertEquals(key, PublicKeyLine.parse(key.toString()));
      assertFalse(key.toString().contains("\n"));
      key.publicKey();
    } catch (KeyFormatException e) {
      assertFalse(e.getMessage().isEmpty());
    }
  }

  @Property(tries = 400)
  void anyTextIsAPrivateKeyOrARefusal(@ForAll("privateFiles") String text) {
    try {
      PrivateKeyFormat key = PrivateKeyParser.parse(text);
      Optional<SshKeyPair> pair = key.unlock(PASSPHRASE);
      if (pair.isPresent()) {
        PublicKeyLine made = PublicKeyLine.of(pair.get().keyPair().getPublic(), "");
        assertTrue(made.sameKeyAs(pair.get().publicKey()));
      }
    } catch (KeyFormatException e) {
      assertFalse(e.getMessage().isEmpty());
    }
  }

  @Property(tries = 400)
  void anyForeignTextIsAPublicKeyOrARefusal(@ForAll("foreignPublicFiles") String text) {
    try {
      PublicKeyLine key = ForeignPublicKey.parse(text);
      assertFalse(key.toString().contains("\n"));
      key.publicKey();
    } catch (KeyFormatException e) {
      assertFalse(e.getMessage().isEmpty());
    }
  }

  @Property(tries = 400)
  void anyLinesAreListedOrRefused(@ForAll("lines") String text) {
    try {
      for (ListedKey key : KeyListing.parse(text)) {
        assertEquals(11, key.randomart(FingerprintHash.SHA512).lines().count());
        assertTrue(text.contains(key.comment().orElse("")));
      }
    } catch (KeyFormatException e) {
      assertFalse(e.getMessage().isEmpty());
    }
  }

  @Property(tries = 400)
  void anyLineOfAuthorizedKeysIsAKeyOrNone(@ForAll("lines") String text) {
    for (String line : text.lines().toList()) {
      AuthorizedKeysLine.parse(line)
          .ifPresent(
              read -> {
                assertTrue(line.contains(read.options()));
                var again = AuthorizedKeysLine.parse(read.toString()).orElseThrow();
                assertEquals(read, again);
                assertEquals(read.isAuthority(), again.isAuthority());
              });
    }
  }

  @ParameterizedTest
  @CsvSource({"'a', 1000000", "'\\\"', 500000", "'\"\",', 300000", "',', 1000000"})
  void aLineAsLongAsItsWriterLikesIsReadAllTheSame(String text, int times) {
    String key = publicSeeds().getFirst();
    String options = "cert-authority,command=\"" + text.repeat(times) + "\"";
    AuthorizedKeysLine line = AuthorizedKeysLine.parse(options + " " + key).orElseThrow();
    assertEquals(options, line.options());
    assertTrue(line.isAuthority());
  }

  @Property(tries = 500)
  void anyBlobIsAKeyOrARefusal(@ForAll byte[] bytes) {
    try {
      PublicKeyLine.of(bytes, "");
    } catch (KeyFormatException e) {
      assertFalse(e.getMessage().isEmpty());
    }
  }

  @Provide
  Arbitrary<String> publicLines() {
    Arbitrary<String> damaged =
        Combinators.combine(
                Arbitraries.of(publicSeeds()),
                Arbitraries.integers().between(0, 400),
                Arbitraries.strings().ofMaxLength(5))
            .as(KeyFuzzTest::replace);
    Arbitrary<String> damagedBlob =
        Combinators.combine(
                Arbitraries.of(publicSeeds()),
                Arbitraries.integers().between(0, 400),
                Arbitraries.bytes())
            .as(KeyFuzzTest::damageBlob);
    return Arbitraries.oneOf(damaged, damagedBlob, Arbitraries.strings());
  }

  @Provide
  Arbitrary<String> foreignPublicFiles() {
    return damaged(foreignPublicSeeds());
  }

  @Provide
  Arbitrary<String> lines() {
    List<String> keys = publicSeeds();
    return damaged(
        List.of(
            "host,|1|a=|b= " + keys.get(0) + "\n# comment\n" + keys.get(1),
            "command=\"a \\\" b\",pty " + keys.get(1) + "\n\t@revoked * " + keys.get(2)));
  }

  private static Arbitrary<String> damaged(List<String> texts) {
    return Combinators.combine(
            Arbitraries.of(texts),
            Arbitraries.integers().between(0, 900),
            Arbitraries.strings().ofMaxLength(4))
        .as(KeyFuzzTest::replace);
  }

  private static List<String> foreignPublicSeeds() {
    var seeds = new ArrayList<String>();
    for (KeyKind kind : KeyKind.values()) {
      PublicKeyLine key = make(kind, kind == KeyKind.RSA ? 2048 : 256).publicKey();
      for (KeyFormat format : List.of(KeyFormat.RFC4716, KeyFormat.PKCS8, KeyFormat.PEM)) {
        try {
          seeds.add(format.publicText(key.withComment("a comment ".repeat(12))));
        } catch (KeyFormatException e) {
          assertEquals(KeyKind.ED25519, kind); // of which PEM has none
        }
      }
    }
    return seeds;
  }

  @Provide
  Arbitrary<String> privateFiles() {
    Arbitrary<String> damaged =
        Combinators.combine(
                Arbitraries.of(seeds),
                Arbitraries.integers().between(0, 2000),
                Arbitraries.strings().ofMaxLength(3))
            .as(KeyFuzzTest::replace);
    Arbitrary<String> damagedBytes =
        Combinators.combine(
                Arbitraries.of(seeds), Arbitraries.integers().between(0, 1500), Arbitraries.bytes())
            .as(KeyFuzzTest::damageBody);
    return Arbitraries.oneOf(damaged, damagedBytes, damagedBytes);
  }

  private static String replace(String text, int at, String other) {
    int from = Math.min(at, text.length());
    int to = Math.min(from + other.length(), text.length());
    return text.substring(0, from) + other + text.substring(to);
  }

  private static String damageBlob(String line, int at, byte other) {
    String[] words = line.split(" ", 3);
    return words[0] + " " + damage(words[1], at, other);
  }

  private static String damageBody(String pem, int at, byte other) {
    if (pem.startsWith(PuttyFormat.BEGIN)) {
      return replace(pem, at, String.valueOf((char) (other & 0x7f)));
    }
    int begin = pem.indexOf('\n') + 1;
    int end = pem.indexOf("-----END");
    String body = pem.substring(begin, end).replace("\n", "");
    return pem.substring(0, begin) + damage(body, at, other) + "\n" + pem.substring(end);
  }

  private static String damage(String base64, int at, byte other) {
    byte[] bytes = Base64.getDecoder().decode(base64);
    bytes[at % bytes.length] = other;
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static List<String> publicSeeds() {
    return List.of(
        make(KeyKind.ED25519, 256).publicKey().toString(),
        make(KeyKind.ECDSA, 256).publicKey().toString(),
        make(KeyKind.RSA, 2048).publicKey().toString());
  }

  private static List<String> seeds() {
    var seeds = new ArrayList<String>();
    for (KeyKind kind : KeyKind.values()) {
      SshKeyPair pair = make(kind, kind == KeyKind.RSA ? 2048 : 256);
      seeds.add(text(pair, Optional.empty()));
      seeds.add(text(pair, Optional.of(PASSPHRASE)));
      seeds.add(putty(KeyFormat.PPK, pair, Optional.empty()));
      seeds.add(putty(KeyFormat.PPK2, pair, Optional.of(PASSPHRASE)));
    }
    for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
      seeds.add(pkcs8(algorithm));
    }
    return seeds;
  }

  private static SshKeyPair make(KeyKind kind, int bits) {
    try {
      return new KeyGenerator().generate(kind, bits, true, "comment");
    } catch (KeyFormatException e) {
      throw new AssertionError(e);
    }
  }

  private static String text(SshKeyPair pair, Optional<char[]> passphrase) {
    try {
      return new String(new OpenSshWriter().write(pair, passphrase, 1), StandardCharsets.US_ASCII);
    } catch (KeyFormatException e) {
      throw new AssertionError(e);
    }
  }

  private static String putty(KeyFormat format, SshKeyPair pair, Optional<char[]> passphrase) {
    try {
      return new String(format.privateFile(pair, passphrase, 1), StandardCharsets.US_ASCII);
    } catch (KeyFormatException e) {
      throw new AssertionError(e);
    }
  }

  private static String pkcs8(String algorithm) {
    try {
      byte[] key =
          KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate().getEncoded();
      return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
          .formatted(Base64.getEncoder().encodeToString(key));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
