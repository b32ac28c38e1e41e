package io.github.spheronssh.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** A pair of streams to a server, such as a TCP connection. */
public interface Link extends AutoCloseable {
  /** What the server sends; its end is the link's. */
  InputStream in() throws IOException;

  /** What is sent to the server. */
  OutputStream out() throws IOException;

  /** The address that took the connection; absent where somebody else made it. */
  Optional<InetSocketAddress> peer();

  /** The address of this machine that it comes from; absent where somebody else made it. */
  default Optional<InetAddress> origin() {
    return Optional.empty();
  }

  /** Ends the link in both directions; whoever reads or writes meanwhile meets an error. */
  @Override
  void close() throws IOException;
}
