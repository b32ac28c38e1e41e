package io.github.spheronssh.share;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * A piece of the protocol between a client and its master: a byte for the kind, four for the length
 * of the body, and the body, of at most {@link #LONGEST} bytes.
 */
final class Frame {
  /** The most bytes of a body; a server takes no longer command either. */
  static final int LONGEST = 512 * 1024;

  private final FrameKind kind;
  private final byte[] body;

  Frame(FrameKind kind, byte[] body) {
    this.kind = kind;
    this.body = body;
  }

  /** Reads the next one; memory is taken only for what came. */
  static Frame read(InputStream from) throws IOException {
    var in = new DataInputStream(from);
    FrameKind kind = FrameKind.of(in.readUnsignedByte());
    int length = in.readInt();
    if (length < 0 || length > LONGEST) {
      throw new IOException("a frame of %d bytes is too long".formatted(length & 0xffff_ffffL));
    }
    byte[] body = in.readNBytes(length);
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
