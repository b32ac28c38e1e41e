package io.github.spheronssh.forward;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Does the same with each connection on a thread of its own; usually sends back what comes. */
final class EchoServer implements AutoCloseable {
  private final ServerSocketChannel server;

  /** What is done with a connection, which is closed afterwards. */
  interface Deed {
    void with(SocketChannel connection) throws Exception;
  }

  private EchoServer(ServerSocketChannel server, Deed deed) {
    this.server = server;
    Thread.ofVirtual().start(() -> accept(deed));
  }

  static EchoServer at(String address) throws IOException {
    var place = new InetSocketAddress(InetAddress.ofLiteral(address), 0);
    return new EchoServer(ServerSocketChannel.open().bind(place, 1024), EchoServer::echo);
  }

  static EchoServer at(Path path) throws IOException {
    SocketAddress place = UnixDomainSocketAddress.of(path);
    return new EchoServer(
        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(place), EchoServer::echo);
  }

  static EchoServer doing(Deed deed) throws IOException {
    var place = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    return new EchoServer(ServerSocketChannel.open().bind(place), deed);
  }

  int port() throws IOException {
    return ((InetSocketAddress) server.getLocalAddress()).getPort();
  }

  private void accept(Deed deed) {
    try {
      while (true) {
        SocketChannel connection = server.accept();
        Thread.ofVirtual()
            .start(
                () -> {
                  try (connection) {
                    deed.with(connection);
                  } catch (Exception e) {
                    return; // the test that left it knows
                  }
                });
      }
    } catch (IOException e) {
      return; // the test is over
    }
  }

  private static void echo(SocketChannel connection) throws IOException {
    Channels.newInputStream(connection).transferTo(Channels.newOutputStream(connection));
    connection.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
