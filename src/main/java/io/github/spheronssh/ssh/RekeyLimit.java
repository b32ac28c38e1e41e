package io.github.spheronssh.ssh;

import java.time.Duration;

/**
 * After how much new keys are exchanged (RFC 4253, 9), beside what a cipher itself bears (RFC 4344,
 * 3.2).
 *
 * @param bytes sent or received with the same keys; 0 where the cipher alone decides
 * @param time since the last exchange; zero where time doesn't count
 */
public record RekeyLimit(long bytes, Duration time) {
  /** What the cipher bears: 2^32 blocks of AES, 1 GiB with ChaCha20. */
  public static final RekeyLimit USUAL = new RekeyLimit(0, Duration.ZERO);
}
