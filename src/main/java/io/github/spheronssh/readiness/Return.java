package io.github.spheronssh.readiness;

import io.github.spheronssh.ssh.SshSession;

/**
 * A login after a session was lost.
 *
 * @param session the new session, which is the caller's to close
 * @param failures how many tries had failed before
 * @param refused whether the machine was there meanwhile and took no connection at its port
 */
public record Return(SshSession session, int failures, boolean refused) {}
