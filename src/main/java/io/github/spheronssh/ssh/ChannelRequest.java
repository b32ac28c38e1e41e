package io.github.spheronssh.ssh;

import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/** Something that the server is asked to do on a channel. */
final class ChannelRequest {
  private static final int TTY_OP_END = 0;

  private final String type;
  private final Reply reply;
  private final byte[] payload;

  private ChannelRequest(String type, Reply reply, byte[] payload) {
    this.type = type;
    this.reply = reply;
    this.payload = payload;
  }

  /** What the server's answer is good for. */
  private enum Reply {
    /** None is asked for. */
    NONE,
    /** A refusal is told of. */
    TOLD,
    /** A refusal means that nothing runs. */
    DECIDES
  }

  String type() {
    return type;
  }

  /** Whether it starts what the channel is for. */
  boolean runs() {
    return reply == Reply.DECIDES;
  }

  /** Whether the server is asked to answer. */
  boolean wantsReply() {
    return reply != Reply.NONE;
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
    return new ChannelRequest("pty-req", Reply.TOLD, payload.getCompactData());
  }

  /** That the other side may use the agent here (OpenSSH's PROTOCOL.agent, 4). */
  static ChannelRequest agent() {
    return new ChannelRequest("auth-agent-req@openssh.com", Reply.TOLD, new byte[0]);
  }

  /** The user's shell (RFC 4254, 6.5). */
  static ChannelRequest shell() {
    return new ChannelRequest("shell", Reply.DECIDES, new byte[0]);
  }

  /** A command, which the user's shell reads (RFC 4254, 6.5). */
  static ChannelRequest exec(String command) {
    ByteArrayBuffer payload = new ByteArrayBuffer();
    payload.putBytes(command.getBytes(StandardCharsets.UTF_8));
    return new ChannelRequest("exec", Reply.DECIDES, payload.getCompactData());
  }

  /** A subsystem (RFC 4254, 6.5). */
  static ChannelRequest subsystem(String name) {
    ByteArrayBuffer payload = new ByteArrayBuffer();
    payload.putString(name);
    return new ChannelRequest("subsystem", Reply.DECIDES, payload.getCompactData());
  }

  /** A variable of the environment (RFC 4254, 6.4); servers refuse most, so none is asked. */
  static ChannelRequest variable(RemoteVariable variable) {
    ByteArrayBuffer payload = new ByteArrayBuffer();
    payload.putString(variable.name());
    payload.putString(variable.value());
    return new ChannelRequest("env", Reply.NONE, payload.getCompactData());
  }

  /** The new size of the terminal (RFC 4254, 6.7); its size in pixels is not known. */
  static ChannelRequest windowChange(int columns, int rows) {
    ByteArrayBuffer payload = new ByteArrayBuffer();
    payload.putUInt(columns);
    payload.putUInt(rows);
    payload.putUInt(0);
    payload.putUInt(0);
    return new ChannelRequest("window-change", Reply.NONE, payload.getCompactData());
  }

  /** A break of the length that the server likes best (RFC 4335). */
  static ChannelRequest lineBreak() {
    ByteArrayBuffer payload = new ByteArrayBuffer();
    payload.putUInt(1000);
    return new ChannelRequest("break", Reply.TOLD, payload.getCompactData());
  }
}
