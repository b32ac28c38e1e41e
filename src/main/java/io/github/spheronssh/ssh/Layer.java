package io.github.spheronssh.ssh;

/** The stages from a name to a running command, in the order in which they are reached. */
public enum Layer {
  /** The name becomes addresses. */
  DNS,
  /** One of the addresses takes a connection. */
  TCP,
  /** Both sides say which version of the protocol they speak (RFC 4253, 4.2). */
  BANNER,
  /** Both sides agree on algorithms and exchange keys (RFC 4253, 7). */
  ALGORITHMS,
  /** The server proves which host it is (RFC 4251, 4.1). */
  HOST_KEY,
  /** The user proves who they are (RFC 4252). */
  LOGIN,
  /** A shell or a command runs (RFC 4254). */
  SESSION
}
