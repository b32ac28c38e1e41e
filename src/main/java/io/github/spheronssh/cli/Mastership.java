package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.forward.Forwards;
import io.github.spheronssh.share.ControlMaster;
import java.time.Duration;
import java.util.Optional;

/** What others run over a connection of ours, where they may. */
record Mastership(Optional<ControlMaster> master, Forwards forwards) implements AutoCloseable {
  /** Whether others may use the connection. */
  boolean isThere() {
    return master.isPresent();
  }

  /** Serves others, until the connection is lost or nobody needs it any more. */
  void serve(Optional<Duration> idle) throws SpheronSshException {
    if (master.isPresent()) {
      master.get().serve(idle);
    }
  }

  /** Waits for the end of what others run, and of the forwarded connections. */
  void finish() throws SpheronSshException {
    forwards.awaitNone();
    if (master.isPresent()) {
      master.get().finish();
    }
  }

  @Override
  public void close() {
    master.ifPresent(ControlMaster::close);
  }
}
