package io.github.spheronssh.sandbox;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/**
 * A port on loopback that the kernel picked and that refuses connections: its socket is bound and
 * does not listen.
 */
final class ReservedPort implements Closeable {
  private final SocketChannel holder;
  private final int port;

  private ReservedPort(SocketChannel holder, int port) {
    this.holder = holder;
    this.port = port;
  }

  static ReservedPort pick() throws IOException {
    SocketChannel holder = SocketChannel.open();
    try {
      // Linux lets a server listen on a port whose holders all say so and don't listen themselves.
      holder.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      holder.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
      return new ReservedPort(holder, ((InetSocketAddress) holder.getLocalAddress()).getPort());
    } catch (IOException e) {
      holder.close();
      throw e;
    }
  }

  int port() {
    return port;
  }

  /** Makes the server of this port; where the system can't share the port, it is given up first. */
  InstanceServer lendTo(Opening opening) throws IOException {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      close();
    }
    try (this) {
      return opening.open(port);
    }
  }

  @Override
  public void close() throws IOException {
    holder.close();
  }

  /** Makes a server that listens on the given port. */
  @FunctionalInterface
  interface Opening {
    InstanceServer open(int port) throws IOException;
  }
}
