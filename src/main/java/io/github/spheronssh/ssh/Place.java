package io.github.spheronssh.ssh;

/** Where a forwarded connection leads to, or where it is waited for. */
public sealed interface Place {
  /**
   * A TCP port.
   *
   * @param name a host's name or address as the side that uses it understands it; where connections
   *     are waited for, {@code *} is every address and {@code localhost} loopback
   * @param port from 1 to 65535; 0 where the other side is to choose one
   */
  record Host(String name, int port) implements Place {
    @Override
    public String toString() {
      return (name.contains(":") ? "[" + name + "]:" : name + ":") + port;
    }
  }

  /** A Unix-domain socket of this path. */
  record UnixSocket(String path) implements Place {
    @Override
    public String toString() {
      return path;
    }
  }
}
