package io.github.spheronssh.terminal;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the first failure, which a PrintStream swallows, and clears the status line away first. */
final class WatchedOutput extends FilterOutputStream {
  private final @Nullable StatusLine status;
  private volatile @Nullable IOException failure;

  WatchedOutput(OutputStream out, @Nullable StatusLine status) {
    super(out);
    this.status = status;
  }

  Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      if (status != null) {
        status.erase();
      }
      out.write(bytes, offset, length);
    } catch (IOException e) {
      failure = failure == null ? e : failure;
      throw e;
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }
}
