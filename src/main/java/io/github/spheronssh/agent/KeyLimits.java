package io.github.spheronssh.agent;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/**
 * What an agent is to do with a key that it is given (draft-ietf-sshm-ssh-agent, 3.2.7).
 *
 * @param lifetime after which it forgets the key, in whole seconds of at least one; absent for ever
 * @param confirmed whether it asks the user each time before it signs
 */
public record KeyLimits(Optional<Duration> lifetime, boolean confirmed) {
  /** Kept until it is taken out, and used without a question. */
  public static final KeyLimits NONE = new KeyLimits(Optional.empty(), false);

  private static final byte LIFETIME = 1;
  private static final byte CONFIRM = 2;

  /** Refuses a time that the protocol can't say. */
  public KeyLimits {
    if (lifetime
        .filter(time -> time.toSeconds() < 1 || time.toSeconds() > 0xffffffffL)
        .isPresent()) {
      throw new IllegalArgumentException("no lifetime of a key: " + lifetime.get());
    }
  }

  /** As they stand behind a key; nothing where there are none. */
  byte[] encoded() {
    ByteBuffer bytes = ByteBuffer.allocate((lifetime.isPresent() ? 5 : 0) + (confirmed ? 1 : 0));
    lifetime.ifPresent(time -> bytes.put(LIFETIME).putInt((int) time.toSeconds()));
    if (confirmed) {
      bytes.put(CONFIRM);
    }
    return bytes.array();
  }
}
