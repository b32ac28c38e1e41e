package io.github.spheronssh.ssh;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.key.SshKeyPair;
import io.github.spheronssh.knownhosts.HostKeyUpdate;
import java.util.List;

/**
 * What a connection may have to ask a person. The time that an answer takes counts against no
 * limit. Arrays that are handed over are wiped by the connection.
 */
public interface Questions {
  /** Whether the key of a host that is not known yet is the right one. */
  boolean trusts(HostKeyQuestion question) throws SpheronSshException;

  /** Whether a host key that was found right is kept; whoever only looks keeps none. */
  default boolean keepsHostKeys() {
    return true;
  }

  /** Whether what a host listed of its keys is kept; asked when the session is over. */
  default boolean learns(HostKeyUpdate update) throws SpheronSshException {
    return false;
  }

  /**
   * The passphrase of a private key that the server would take.
   *
   * @param origin where the key is
   * @param attempt from 1 to {@link #passphraseTries}
   */
  char[] passphrase(String origin, int attempt) throws SpheronSshException;

  /**
   * Is shown a key that was opened from a file for a login, which an agent may be given; nothing of
   * the login depends on it.
   */
  default void opened(SshKeyPair key, String origin) {}

  /** How often a passphrase may be wrong: 3 where a person types it, else 1. */
  int passphraseTries();

  /** Whether a person is there, so that the server's own questions can be answered. */
  boolean personIsThere();

  /** The password of the user on the host. */
  char[] password(String user, String host) throws SpheronSshException;

  /** The answers to what the server asks (RFC 4256, 3.2), one for each prompt. */
  List<char[]> answers(String name, String instruction, List<Prompt> prompts)
      throws SpheronSshException;

  /** A question of the server; its text comes from outside. */
  record Prompt(String text, boolean echo) {}

  /** Nobody to ask: every question is an error that says what helps. */
  static Questions nobody() {
    return Nobody.INSTANCE;
  }
}
