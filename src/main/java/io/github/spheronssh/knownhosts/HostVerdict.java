package io.github.spheronssh.knownhosts;

import java.util.List;

/** What the known_hosts files say of a host's key. */
public sealed interface HostVerdict {
  /** The key is the host's. */
  record Known(KnownHost line) implements HostVerdict {}

  /** Nothing is known of this host. */
  record New() implements HostVerdict {}

  /** The host has other keys; at least one. */
  record Changed(List<KnownHost> pinned) implements HostVerdict {
    /** Copies the list. */
    public Changed {
      pinned = List.copyOf(pinned);
    }
  }

  /** The key is marked as one that must never be accepted. */
  record Revoked(KnownHost line) implements HostVerdict {}
}
