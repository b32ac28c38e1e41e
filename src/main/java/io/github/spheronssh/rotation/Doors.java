package io.github.spheronssh.rotation;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.instance.Instance;
import io.github.spheronssh.key.SshKeyPair;
import io.github.spheronssh.ssh.LoginException;
import io.github.spheronssh.ssh.RemoteFiles;

/** The ways into instances: each login is on a connection of its own, with one key alone. */
@FunctionalInterface
public interface Doors {
  /**
   * Logs in.
   *
   * @throws LoginException where the instance doesn't take the key
   * @throws SpheronSshException where it isn't known whether it does
   */
  Visit enter(Instance instance, SshKeyPair key) throws SpheronSshException;

  /** A login that stands until it is closed. */
  interface Visit extends AutoCloseable {
    /** The user's files there. */
    RemoteFiles files() throws SpheronSshException;

    @Override
    void close();
  }
}
