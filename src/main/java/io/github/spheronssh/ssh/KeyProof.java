package io.github.spheronssh.ssh;

import io.github.spheronssh.agent.SessionBinding;
import java.util.Optional;
import org.apache.sshd.common.util.buffer.Buffer;

/** How a host proves its key in a key exchange (RFC 4253, 8). */
final class KeyProof {
  private static final int REPLY = 31;
  private static final int GROUP_EXCHANGE_REPLY = 33; // RFC 4419, where 31 is the group

  private final byte[] hostKey;
  private final byte[] signature;

  private KeyProof(byte[] hostKey, byte[] signature) {
    this.hostKey = hostKey;
    this.signature = signature;
  }

  /** The key that the host showed, or its certificate; the caller's copy. */
  byte[] hostKey() {
    return hostKey.clone();
  }

  /** What an agent is told of the session whose identifier the host signed. */
  SessionBinding binding(byte[] sessionId) {
    return new SessionBinding(hostKey, sessionId, signature);
  }

  /** Looks for it in a message, which stays as it is for whoever judges it. */
  static Optional<KeyProof> peek(String exchange, int command, Buffer message) {
    int reply = exchange.contains("group-exchange") ? GROUP_EXCHANGE_REPLY : REPLY;
    if (command != reply) {
      return Optional.empty();
    }
    int start = message.rpos();
    try {
      byte[] hostKey = message.getBytes();
      message.getBytes(); // the server's share
      return Optional.of(new KeyProof(hostKey, message.getBytes()));
    } catch (RuntimeException e) {
      return Optional.empty(); // cut off: the key exchange itself will say so
    } finally {
      message.rpos(start);
    }
  }
}
