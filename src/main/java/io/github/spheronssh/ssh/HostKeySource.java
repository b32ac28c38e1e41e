package io.github.spheronssh.ssh;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.knownhosts.KnownHosts;
import java.util.Optional;

/** Somebody who knows of host keys beside the files (ssh_config(5), KnownHostsCommand). */
@FunctionalInterface
public interface HostKeySource {
  /** Why it is asked. */
  enum Reason {
    /** To put the algorithms first that can be checked, before any key was met. */
    ORDER,
    /** To judge a key by the host's name. */
    HOSTNAME,
    /** To judge a key by the host's address (CheckHostIP). */
    ADDRESS
  }

  /**
   * Asks what is known.
   *
   * @param name as known_hosts has it
   * @param met the key that the host showed
   * @throws SpheronSshException where it can't be asked: then there is no connection
   */
  KnownHosts ask(Target target, Reason reason, String name, Optional<PublicKeyLine> met)
      throws SpheronSshException;

  /** The same, of which only what it revokes counts. */
  default HostKeySource revoking() {
    return (target, reason, name, met) -> ask(target, reason, name, met).revoking();
  }
}
