package io.github.spheronssh.agent;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads what an agent answered; whatever doesn't fit its own length is an error. */
final class AgentAnswer {
  private final ByteBuffer content;
  private final String place;

  AgentAnswer(byte[] content, String place) {
    this.content = ByteBuffer.wrap(content);
    this.place = place;
  }

  static AgentException nonsense(String place, String what) {
    return new AgentException(
        "the agent at " + place + " does not keep to the protocol: " + what,
        "check that SSH_AUTH_SOCK is the socket of an agent");
  }

  int type() throws AgentException {
    if (content.limit() == 0) {
      throw nonsense(place, "an empty answer");
    }
    content.position(1);
    return Byte.toUnsignedInt(content.get(0));
  }

  int number() throws AgentException {
    try {
      return content.getInt();
    } catch (BufferUnderflowException e) {
      throw tooShort();
    }
  }

  byte[] bytes() throws AgentException {
    int length = number();
    if (length < 0 || length > content.remaining()) {
      throw tooShort();
    }
    byte[] value = new byte[length];
    content.get(value);
    return value;
  }

  String text() throws AgentException {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  void end() throws AgentException {
    if (content.hasRemaining()) {
      throw nonsense(place, content.remaining() + " bytes after the end of its answer");
    }
  }

  private AgentException tooShort() {
    return nonsense(place, "an answer that is shorter than it says");
  }
}
