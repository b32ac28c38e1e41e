package io.github.spheronssh.cli;

import io.github.spheronssh.forward.ForwardSpec;
import io.github.spheronssh.forward.Forwards;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What goes on from one connection of a run to the next, where connections are lost. */
final class Stay {
  private final boolean reconnects;
  private final List<ForwardSpec> first;
  private @Nullable Forwards forwards;
  private boolean begun;
  private volatile boolean last;

  /**
   * A run that hasn't begun.
   *
   * @param first the forwards to begin with
   * @param reconnects whether a lost connection is made again
   */
  Stay(List<ForwardSpec> first, boolean reconnects) {
    this.first = List.copyOf(first);
    this.reconnects = reconnects;
  }

  /** Whether a lost connection is made again. */
  boolean reconnects() {
    return reconnects && !last;
  }

  /** Whether it has begun over an earlier connection: what is done once a run was done then. */
  boolean hasBegun() {
    return begun;
  }

  /** Everything is set up over a connection. */
  void begin() {
    begun = true;
  }

  /**
   * The forwards to set up over a new connection: those that were wanted over the one before.
   *
   * @param now what will hold them, and whatever the user adds or cancels
   */
  List<ForwardSpec> forwards(Forwards now) {
    List<ForwardSpec> wanted = forwards == null ? first : forwards.wanted();
    forwards = now;
    return wanted;
  }

  /** No connection follows this one: the user wants it to end. */
  void endHere() {
    last = true;
  }
}
