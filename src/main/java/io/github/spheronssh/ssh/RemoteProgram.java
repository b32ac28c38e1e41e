package io.github.spheronssh.ssh;

import io.github.spheronssh.SpheronSshException;

/** A program that runs on the other side, joined to streams of this side. */
public interface RemoteProgram {
  /**
   * Waits for its end and for the end of its output, and tells how it ended.
   *
   * @throws SshException where the connection ended first
   */
  ExitStatus await() throws SpheronSshException;

  /** Tells its terminal the new size (RFC 4254, 6.7); does nothing once it has ended. */
  void windowChanged(int columns, int rows);

  /** Sends its terminal a break (RFC 4335). */
  void sendBreak();

  /** Its connection's line in the list of those that are open. */
  String description();

  /** Waits for it no more: the server is told that nobody is here. */
  void abandon();
}
