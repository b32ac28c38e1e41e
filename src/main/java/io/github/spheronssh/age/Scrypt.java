package io.github.spheronssh.age;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.Arrays;

/**
 * scrypt (RFC 7914) with r = 8 and p = 1, in memory outside of the heap: what it needs, 256 MiB as
 * a rule, is all that the program's heap may have.
 *
 * @param workFactor the logarithm of N; memory is 1 KiB times N
 */
record Scrypt(int workFactor) {
  /** In numbers of 32 bits: 2 r blocks of 16. */
  private static final int SIZE = 256;

  private static final int BYTES = SIZE * Integer.BYTES;

  /** Derives a key of at most 32 bytes. */
  byte[] derive(byte[] secret, byte[] salt, int length) throws AgeException {
    byte[] start = stretch(secret, salt, BYTES);
    int[] numbers = new int[SIZE];
    numbers(start).get(numbers);
    mix(numbers);
    numbers(start).put(numbers);
    byte[] key = stretch(secret, start, length);
    Arrays.fill(start, (byte) 0);
    Arrays.fill(numbers, 0);
    return key;
  }

  private void mix(int[] x) throws AgeException {
    long count = 1L << workFactor;
    int[] y = new int[SIZE];
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment table = arena.allocate(count * BYTES, Integer.BYTES);
      for (long i = 0; i < count; i++) {
        MemorySegment.copy(x, 0, table, JAVA_INT, i * BYTES, SIZE);
        mixBlocks(x, y);
      }
      int[] chosen = new int[SIZE];
      for (long i = 0; i < count; i++) {
        long index = Integer.toUnsignedLong(x[SIZE - 16]) & (count - 1);
        MemorySegment.copy(table, JAVA_INT, index * BYTES, chosen, 0, SIZE);
        for (int k = 0; k < SIZE; k++) {
          x[k] ^= chosen[k];
        }
        mixBlocks(x, y);
      }
    } catch (OutOfMemoryError e) {
      throw new AgeException(
          "the passphrase takes %d MiB of memory, and there is less".formatted(count >> 10),
          "end other programs, and run it again");
    }
  }

  /** BlockMix: each block of 16 numbers is mixed into the next; the odd ones come last. */
  private static void mixBlocks(int[] x, int[] y) {
    int[] block = Arrays.copyOfRange(x, SIZE - 16, SIZE);
    for (int from = 0; from < SIZE; from += 16) {
      for (int k = 0; k < 16; k++) {
        block[k] ^= x[from + k];
      }
      salsa(block);
      int to = from / 2 / 16 * 16 + ((from & 16) == 0 ? 0 : SIZE / 2);
      System.arraycopy(block, 0, y, to, 16);
    }
    System.arraycopy(y, 0, x, 0, SIZE);
  }

  /** Salsa20/8. */
  private static void salsa(int[] block) {
    int[] x = block.clone();
    for (int round = 0; round < 8; round += 2) {
      quarter(x, 0, 4, 8, 12);
      quarter(x, 5, 9, 13, 1);
      quarter(x, 10, 14, 2, 6);
      quarter(x, 15, 3, 7, 11);
      quarter(x, 0, 1, 2, 3);
      quarter(x, 5, 6, 7, 4);
      quarter(x, 10, 11, 8, 9);
      quarter(x, 15, 12, 13, 14);
    }
    for (int k = 0; k < 16; k++) {
      block[k] += x[k];
    }
  }

  private static void quarter(int[] x, int a, int b, int c, int d) {
    x[b] ^= Integer.rotateLeft(x[a] + x[d], 7);
    x[c] ^= Integer.rotateLeft(x[b] + x[a], 9);
    x[d] ^= Integer.rotateLeft(x[c] + x[b], 13);
    x[a] ^= Integer.rotateLeft(x[d] + x[c], 18);
  }

  /** PBKDF2 with HMAC-SHA256 and one round. */
  private static byte[] stretch(byte[] secret, byte[] salt, int length) {
    byte[] derived = new byte[length];
    byte[] numbered = Arrays.copyOf(salt, salt.length + Integer.BYTES);
    for (int done = 0, number = 1; done < length; number++) {
      ByteBuffer.wrap(numbered).putInt(salt.length, number);
      byte[] part = Primitives.hmac(secret, numbered);
      int taken = Math.min(part.length, length - done);
      System.arraycopy(part, 0, derived, done, taken);
      done += taken;
    }
    return derived;
  }

  private static IntBuffer numbers(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
  }
}
