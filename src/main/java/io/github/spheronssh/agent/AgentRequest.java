package io.github.spheronssh.agent;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** A message to the agent; its length stands in front on the wire. */
final class AgentRequest {
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  AgentRequest(int type) {
    body.write(type);
  }

  AgentRequest number(int value) {
    body.writeBytes(ByteBuffer.allocate(4).putInt(value).array());
    return this;
  }

  AgentRequest bytes(byte[] value) {
    number(value.length);
    body.writeBytes(value);
    return this;
  }

  AgentRequest flag(boolean value) {
    body.write(value ? 1 : 0);
    return this;
  }

  byte[] message() {
    byte[] bytes = body.toByteArray();
    return ByteBuffer.allocate(4 + bytes.length).putInt(bytes.length).put(bytes).array();
  }
}
