package io.github.spheronssh.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Carries one request to an agent and its answer back. */
interface AgentTransport {
  /** OpenSSH's own limit on a message, in bytes. */
  int MAXIMUM_MESSAGE = 256 * 1024;

  /**
   * Sends messages, each with its length in front, and each once the one before is answered;
   * returns the last answer without its length.
   */
  byte[] exchange(List<byte[]> messages, Duration limit) throws IOException;

  /** The length that an answer claims, where it is a possible one. */
  static int length(int claimed) throws IOException {
    if (claimed < 1 || claimed > MAXIMUM_MESSAGE) {
      throw new IOException(
          "its answer claims to have " + Integer.toUnsignedString(claimed) + " bytes");
    }
    return claimed;
  }
}
