package io.github.spheronssh.instance;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the service says of an instance's life. */
public enum Status {
  /** Being made; its address may be known already, and belongs to nobody yet. */
  DEPLOYING("still deploying"),
  RUNNING("running"),
  /** Kept and billed, with nothing to log in to. */
  STOPPED("stopped"),
  TERMINATED("terminated"),
  /** A spot instance that the provider wanted back. */
  TERMINATED_PROVIDER("taken back by the provider (spot)"),
  FAILED("failed to deploy"),
  /** No status, or a word that came after this program. */
  UNKNOWN("of unknown status");

  private final String words;

  Status(String words) {
    this.words = words;
  }

  /** Reads the service's word; whatever isn't known is {@link #UNKNOWN}. */
  public static Status of(@Nullable String word) {
    return switch (word == null ? "" : word.strip().toLowerCase(Locale.ROOT)) {
      case "deploying" -> DEPLOYING;
      case "running" -> RUNNING;
      case "stopped" -> STOPPED;
      case "terminated" -> TERMINATED;
      case "terminated-provider" -> TERMINATED_PROVIDER;
      case "failed" -> FAILED;
      default -> UNKNOWN;
    };
  }

  /** The status as it reads after "the instance is". */
  public String words() {
    return words;
  }

  /** Whether waiting makes sense: an unknown word is no reason to give up. */
  public boolean canComeUp() {
    return this == DEPLOYING || this == RUNNING || this == UNKNOWN;
  }

  /** Whether it has ended for good, so that its address may be somebody else's by now. */
  public boolean isGone() {
    return this == TERMINATED || this == TERMINATED_PROVIDER || this == FAILED;
  }
}
