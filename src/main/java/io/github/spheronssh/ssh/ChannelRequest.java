package io.github.spheronssh.ssh;

import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/** Something that the server is asked to do on a channel. */
final class ChannelRequest {
  private static final int TTY_OP_END = 0;

  private final String type;
  private final boolean runs;
  private final byte[] payload;

  private ChannelRequest(String type, boolean runs, byte[] payload) {
    this.type = type;
    this.runs = runs;
    this.payload = payload;
  }

  String type() {
    return type;
  }

  /** Whether it starts what the channel is for. */
  boolean runs() {
    return runs;
  }

  /** What follows the common part of the request. */
  byte[] payload() {
    return payload.clone();
  }

  /** A terminal (RFC 4254, 6.2); its size in pixels is not known. */
  static ChannelRequest pty(Pty pty) {
    ByteArrayBuffer modes = new ByteArrayBuffer();
    new TreeMap<>(pty.modes())
        .forEach(
            (opcode, value) -> {
              modes.putByte(opcode.byteValue());
              modes.putUInt(Integer.toUnsignedLong(value));
            });
    modes.putByte((byte) TTY_OP_END);
    ByteArrayBuffer payload = new ByteArrayBuffer();
    payload.putString(pty.term());
    payload.putUInt(pty.columns());
    payload.putUInt(pty.rows());
    payload.putUInt(0);
    payload.putUInt(0);
    payload.putBytes(modes.getCompactData());
    return new ChannelRequest("pty-req", false, payload.getCompactData());
  }

  /** The user's shell (RFC 4254, 6.5). */
  static ChannelRequest shell() {
    return new ChannelRequest("shell", true, new byte[0]);
  }

  /** A command, which the user's shell reads (RFC 4254, 6.5). */
  static ChannelRequest exec(String command) {
    ByteArrayBuffer payload = new ByteArrayBuffer();
    payload.putBytes(command.getBytes(StandardCharsets.UTF_8));
    return new ChannelRequest("exec", true, payload.getCompactData());
  }
}
