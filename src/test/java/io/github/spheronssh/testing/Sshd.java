package io.github.spheronssh.testing;

import java.io.IOException;

/** A real server on 127.0.0.1 that lets in the user who runs the test. */
public interface Sshd extends AutoCloseable {
  /** Where it listens. */
  int port();

  /** Its ed25519 host key as a public key line. */
  String hostKey() throws IOException;

  /** Lets in whoever has the private half of this key. */
  void authorize(String authorizedKeysLine) throws IOException;

  /** The only user it lets in. */
  default String userName() {
    return System.getProperty("user.name");
  }

  @Override
  void close();
}
