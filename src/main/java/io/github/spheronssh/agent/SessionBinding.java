package io.github.spheronssh.agent;

import java.nio.charset.StandardCharsets;

/**
 * What binds an agent's connection to a session (OpenSSH's PROTOCOL.agent, 1), so that keys which
 * are only for some hosts sign there.
 */
public final class SessionBinding {
  private static final int EXTENSION = 27;
  private static final String NAME = "session-bind@openssh.com";

  private final byte[] hostKey;
  private final byte[] sessionId;
  private final byte[] signature;

  /**
   * What a host proved.
   *
   * @param hostKey the blob of its key
   * @param sessionId the identifier of the session
   * @param signature the host's signature over the identifier
   */
  public SessionBinding(byte[] hostKey, byte[] sessionId, byte[] signature) {
    this.hostKey = hostKey.clone();
    this.sessionId = sessionId.clone();
    this.signature = signature.clone();
  }

  /** The request, with its length in front; agents that don't know it refuse, which is no harm. */
  byte[] message(boolean forwarding) {
    return new AgentRequest(EXTENSION)
        .bytes(NAME.getBytes(StandardCharsets.US_ASCII))
        .bytes(hostKey)
        .bytes(sessionId)
        .bytes(signature)
        .flag(forwarding)
        .message();
  }
}
