package io.github.spheronssh.doctor;

import java.time.Duration;

/** What lies between a user and a shell, from the near end to the far one. */
public enum Layer {
  MACHINE("this machine", 2),
  ACCOUNT("the account", 5),
  INSTANCE("the instance", 5),
  NETWORK("the network", 5),
  SERVER("the SSH server", 5),
  LOGIN("the login", 6);

  private final String words;
  private final Duration limit;

  Layer(String words, int seconds) {
    this.words = words;
    this.limit = Duration.ofSeconds(seconds);
  }

  /** How a sentence calls it. */
  public String words() {
    return words;
  }

  /** How long one check of this layer may take. */
  Duration limit() {
    return limit;
  }
}
