package io.github.spheronssh.share;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * A piece of the protocol between a client and its master: a byte for the kind, four for the length
 * of the body, and the body, of at most {@link #LONGEST} bytes.
 */
final class Frame {
  /** The most bytes of a body; a server takes no longer command either. */
  static final int LONGEST = 512 * 1024;

  /** The bytes of a frame before its body. */
  static final int HEAD = 1 + Integer.BYTES;

  private final FrameKind kind;
  private final byte[] body;

  Frame(FrameKind kind, byte[] body) {
    this.kind = kind;
    this.body = body;
  }

  /** Reads the next one; memory is taken only for what came. */
  static Frame read(InputStream from) throws IOException {
    ByteBuffer head = ByteBuffer.wrap(from.readNBytes(HEAD));
    if (head.remaining() < HEAD) {
      throw new EOFException(head.hasRemaining() ? "the frame is cut off" : "it hung up");
    }
    FrameKind kind = FrameKind.of(head.get());
    int length = head.getInt();
    if (length < 0 || length > LONGEST) {
      throw new IOException("a frame of %d bytes is too long".formatted(length & 0xffff_ffffL));
    }
    byte[] body = from.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("the frame is cut off");
    }
    return new Frame(kind, body);
  }

  FrameKind kind() {
    return kind;
  }

  /** The body, which is not copied. */
  byte[] body() {
    return body;
  }

  /** The body's fields, to be read in their order. */
  Fields fields() {
    return new Fields(body);
  }
}
