package io.github.spheronssh.share;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A stream to the other side, which waits while that one has no room; nobody else waits with it.
 */
final class WindowedOutput extends OutputStream {
  private static final int LONGEST = 32 * 1024;

  private final Wire wire;
  private final FrameKind kind;
  private final FrameKind end;
  private final Window window = new Window();

  /** A stream of frames of one kind, and the kind that tells its end. */
  WindowedOutput(Wire wire, FrameKind kind, FrameKind end) {
    this.wire = wire;
    this.kind = kind;
    this.end = end;
  }

  /** How much the other side takes. */
  Window window() {
    return window;
  }

  @Override
  public void write(int single) throws IOException {
    write(new byte[] {(byte) single}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    for (int sent = 0; sent < count; ) {
      int part = window.take(Math.min(count - sent, LONGEST));
      wire.send(kind, bytes, offset + sent, part);
      sent += part;
    }
  }

  @Override
  public void close() throws IOException {
    wire.send(end);
  }
}
