package io.github.spheronssh.ssh;

import java.time.Duration;

/** Somebody who makes the connection to a server: a proxy, a program, or another session. */
public interface Carrier {
  /**
   * Connects to a target, whose name the carrier looks up.
   *
   * @param limit the most time it may take
   * @param observer is told how it goes
   * @throws SshException of the TCP layer where it can't be had
   */
  Link carry(Target target, Duration limit, Observer observer) throws SshException;

  /** What it is called in messages, such as {@code the proxy 10.0.0.1:3128}. */
  String title();
}
