package io.github.spheronssh.instance;

import io.github.spheronssh.SpheronSshException;

/** No host has the target's name, and the service, which may know an instance, can't be asked. */
public final class UnaskedException extends SpheronSshException {
  private static final long serialVersionUID = 1L;

  private final SpheronSshException silence;

  UnaskedException(String target, SpheronSshException silence) {
    super(
        "%s; and no host is called '%s' either".formatted(silence.getMessage(), target),
        silence.hint().orElse(null),
        silence);
    this.silence = silence;
  }

  /** Why the service can't be asked. */
  public SpheronSshException silence() {
    return silence;
  }
}
