package io.github.spheronssh.key;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a file of revoked keys holds, it is one or a checked error says why not. */
final class RevokedKeysFuzzTest {
  private final SshKeyPair pair = pair();

  @Property(tries = 2000)
  void anyBytesAreRevokedKeysOrARefusal(@ForAll("files") byte[] content) {
    try {
      RevokedKeys.of(content).holds(pair.publicKey());
    } catch (KeyFormatException e) {
      assertFalse(e.getMessage().isEmpty());
    }
  }

  @Provide
  Arbitrary<byte[]> files() {
    Arbitrary<byte[]> damaged =
        Combinators.combine(
                Arbitraries.integers().between(0, list().length - 1), Arbitraries.bytes())
            .as(
                (at, other) -> {
                  byte[] bytes = list();
                  bytes[at] = other;
                  return bytes;
                });
    Arbitrary<byte[]> text = Arbitraries.strings().map(s -> s.getBytes(StandardCharsets.UTF_8));
    return Arbitraries.oneOf(damaged, damaged, text);
  }

  /** A revocation list with a section of every kind. */
  private byte[] list() {
    byte[] blob = pair.publicKey().blob();
    var certificates =
        new WireWriter()
            .string(blob)
            .string(new byte[0])
            .raw(new byte[] {0x20})
            .string(new byte[16])
            .raw(new byte[] {0x21})
            .string(new byte[16])
            .raw(new byte[] {0x22})
            .string(new WireWriter().raw(new byte[8]).string(new byte[] {0x15}).toBytes())
            .raw(new byte[] {0x23})
            .string(new WireWriter().text("id").toBytes())
            .raw(new byte[] {0x39})
            .string(extension());
    return new WireWriter()
        .raw("SSHKRL\n\0\0\0\0\1".getBytes(StandardCharsets.US_ASCII))
        .raw(new byte[24])
        .string(new byte[0])
        .text("a comment")
        .raw(new byte[] {1})
        .string(certificates.toBytes())
        .raw(new byte[] {2})
        .string(new WireWriter().string(blob).toBytes())
        .raw(new byte[] {3})
        .string(new WireWriter().string(new byte[20]).toBytes())
        .raw(new byte[] {5})
        .string(new WireWriter().string(new byte[32]).toBytes())
        .raw(new byte[] {(byte) 255})
        .string(extension())
        .toBytes();
  }

  private static byte[] extension() {
    return new WireWriter().text("x").raw(new byte[] {0}).string(new byte[3]).toBytes();
  }

  private static SshKeyPair pair() {
    try {
      return new KeyGenerator().generate(KeyKind.ED25519, 256, true, "");
    } catch (KeyFormatException e) {
      throw new AssertionError(e);
    }
  }
}
