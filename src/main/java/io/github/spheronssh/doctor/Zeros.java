package io.github.spheronssh.doctor;

import java.io.InputStream;
import java.util.Arrays;

/** So many bytes that say nothing. */
final class Zeros extends InputStream {
  private int left;

  Zeros(int bytes) {
    this.left = bytes;
  }

  @Override
  public int read() {
    return left-- > 0 ? 0 : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    if (left <= 0) {
      return -1;
    }
    int count = Math.min(left, length);
    Arrays.fill(bytes, offset, offset + count, (byte) 0);
    left -= count;
    return count;
  }
}
