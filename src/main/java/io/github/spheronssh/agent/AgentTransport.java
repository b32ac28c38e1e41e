package io.github.spheronssh.agent;

import java.io.IOException;
import java.time.Duration;

/** Carries one request to an agent and its answer back. */
interface AgentTransport {
  /** OpenSSH's own limit on a message, in bytes. */
  int MAXIMUM_MESSAGE = 256 * 1024;

  /** Sends a message with its length in front, and returns the answer without it. */
  byte[] exchange(byte[] message, Duration limit) throws IOException;

  /** The length that an answer claims, where it is a possible one. */
  static int length(int claimed) throws IOException {
    if (claimed < 1 || claimed > MAXIMUM_MESSAGE) {
      throw new IOException(
          "its answer claims to have " + Integer.toUnsignedString(claimed) + " bytes");
    }
    return claimed;
  }
}
