package io.github.spheronssh.ssh;

import java.io.InputStream;
import java.util.Random;

/** So many bytes that look random and are the same in each run. */
final class RandomBytes extends InputStream {
  private final Random random = new Random(7);
  private int left;

  RandomBytes(int count) {
    left = count;
  }

  @Override
  public int read() {
    return left-- > 0 ? random.nextInt(256) : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int count) {
    if (left == 0) {
      return -1;
    }
    byte[] some = new byte[Math.min(count, left)];
    random.nextBytes(some);
    System.arraycopy(some, 0, bytes, offset, some.length);
    left -= some.length;
    return some.length;
  }
}
