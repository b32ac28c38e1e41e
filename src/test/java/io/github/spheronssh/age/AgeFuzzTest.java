package io.github.spheronssh.age;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever is done to a file, it isn't opened, and the reason is told. */
final class AgeFuzzTest {
  private static final char[] PASSPHRASE = "secret".toCharArray();

  private final byte[] file = file();

  private static byte[] file() {
    try {
      return AgeFile.encrypt(new byte[300], PASSPHRASE, 1);
    } catch (AgeException e) {
      throw new AssertionError(e);
    }
  }

  @Property(tries = 500)
  void aFileWithOneBitChangedIsRefused(
      @ForAll @IntRange(max = 480) int at, @ForAll @IntRange(max = 7) int bit) {
    byte[] changed = file.clone();
    changed[at % file.length] ^= (byte) (1 << bit);
    assertRefused(changed);
  }

  @Property(tries = 300)
  void aFileThatIsCutIsRefused(@ForAll @IntRange(max = 480) int length) {
    assertRefused(Arrays.copyOf(file, length % file.length));
  }

  @Property(tries = 300)
  void otherBytesAreRefused(@ForAll byte[] bytes, @ForAll @IntRange(max = 160) int kept) {
    byte[] begun = Arrays.copyOf(file, kept + bytes.length);
    System.arraycopy(bytes, 0, begun, kept, bytes.length);
    assertRefused(begun);
  }

  private static void assertRefused(byte[] bytes) {
    var e = assertThrows(AgeException.class, () -> AgeFile.decrypt(bytes, PASSPHRASE));
    assertNotNull(e.getMessage());
  }
}
