package io.github.spheronssh.ring;

import java.time.Duration;
import java.time.Instant;

/** When a key was made, and who says so. */
public record Created(Instant at, Source source) {
  /** How long a key may be in use; Spheron's guide advises to rotate every 90 days. */
  public static final Duration LIFE = Duration.ofDays(90);

  /** Who says so; the first that can counts. */
  public enum Source {
    /** The account, for when it was registered. */
    ACCOUNT("account"),
    /** A note that this program made when it made the key. */
    NOTE("note"),
    /** The file's own time, which anything that writes it changes. */
    FILE("file");

    private final String word;

    Source(String word) {
      this.word = word;
    }

    /** It as tables and JSON have it. */
    public String word() {
      return word;
    }
  }

  /** When it is to be replaced. */
  public Instant due() {
    return at.plus(LIFE);
  }
}
