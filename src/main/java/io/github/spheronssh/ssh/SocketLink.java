package io.github.spheronssh.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;

/**
 * A TCP connection.
 *
 * @param isDirect whether its other end is the server, and no proxy
 */
record SocketLink(Socket socket, boolean isDirect) implements Link {
  SocketLink(Socket socket) {
    this(socket, true);
  }

  @Override
  public InputStream in() throws IOException {
    return socket.getInputStream();
  }

  @Override
  public OutputStream out() throws IOException {
    return socket.getOutputStream();
  }

  @Override
  public Optional<InetSocketAddress> peer() {
    return isDirect
        ? Optional.of((InetSocketAddress) socket.getRemoteSocketAddress())
        : Optional.empty();
  }

  @Override
  public Optional<InetAddress> origin() {
    return Optional.of(socket.getLocalAddress());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
