package io.github.spheronssh.share;

import io.github.spheronssh.key.PublicKeyLine;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** One end of a socket between a client and its master: frames both ways, each sent as a whole. */
final class Wire implements Closeable {
  /** What both sides say first. */
  private static final String WORD = "spheron-ssh";

  private static final int VERSION = 1;

  private final SocketChannel socket;
  private final InputStream in;
  private final ReentrantLock turn = new ReentrantLock();

  Wire(SocketChannel socket) {
    this.socket = socket;
    this.in = new BufferedInputStream(Channels.newInputStream(socket), 64 * 1024);
  }

  Frame receive() throws IOException {
    return Frame.read(in);
  }

  void send(FrameKind kind, Body body) throws IOException {
    byte[] bytes = body.bytes();
    send(kind, bytes, 0, bytes.length);
  }

  void send(FrameKind kind) throws IOException {
    send(kind, new byte[0], 0, 0);
  }

  void send(FrameKind kind, byte[] bytes, int offset, int count) throws IOException {
    if (count > Frame.LONGEST) {
      throw new IOException("%,d bytes are more than one request may have".formatted(count));
    }
    ByteBuffer head =
        ByteBuffer.allocate(Frame.HEAD).put((byte) kind.number()).putInt(count).flip();
    ByteBuffer[] whole = {head, ByteBuffer.wrap(bytes, offset, count)};
    lock();
    try {
      while (whole[0].hasRemaining() || whole[1].hasRemaining()) {
        socket.write(whole);
      }
    } finally {
      turn.unlock();
    }
  }

  private void lock() throws IOException {
    try {
      turn.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /**
   * Who speaks.
   *
   * @param process its number
   * @param hostKey the public host key of the server that a master is logged in to, as a line
   */
  record Greeting(int process, Optional<String> hostKey) {
    /** This process; a client has no host key to tell. */
    static Greeting of(Optional<PublicKeyLine> hostKey) {
      return new Greeting(
          Math.toIntExact(ProcessHandle.current().pid()), hostKey.map(PublicKeyLine::toString));
    }
  }

  /** Says who this side is. */
  void greet(Greeting self) throws IOException {
    send(
        FrameKind.HELLO,
        new Body().text(WORD).number(VERSION).number(self.process()).optional(self.hostKey()));
  }

  /**
   * Reads who the other side is.
   *
   * @throws OtherVersion where it is one that this side can't talk to
   */
  Greeting greeted() throws IOException {
    Frame frame = receive();
    Fields fields = frame.fields();
    if (frame.kind() != FrameKind.HELLO || !fields.text().equals(WORD)) {
      throw new OtherVersion("it doesn't speak spheron-ssh's protocol");
    }
    int version = fields.number();
    if (version != VERSION) {
      throw new OtherVersion(
          "it speaks version %d of the protocol, this program %d".formatted(version, VERSION));
    }
    var greeting = new Greeting(fields.number(), fields.optional());
    fields.end();
    return greeting;
  }

  /** The other side is no such program, or another release of it. */
  static final class OtherVersion extends IOException {
    private static final long serialVersionUID = 1L;

    OtherVersion(String message) {
      super(message);
    }
  }

  /** Tells the other side that nothing more comes; it may go on. */
  void end() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
