package io.github.spheronssh.forward;

import io.github.spheronssh.ssh.Place;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;

/** A connection on this machine, by TCP or a Unix-domain socket. */
final class Peer implements End {
  private final SocketChannel channel;
  private final InputStream in;
  private final OutputStream out;

  /** Takes a connection that stands. */
  Peer(SocketChannel channel) throws IOException {
    this.channel = channel;
    if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
    this.in = new BufferedInputStream(Channels.newInputStream(channel), 512);
    this.out = Channels.newOutputStream(channel);
  }

  /**
   * Connects to a place of this machine, or one that it reaches; its addresses are tried in turn.
   */
  static Peer dial(Place place) throws IOException {
    return switch (place) {
      case Place.UnixSocket socket -> dial(UnixDomainSocketAddress.of(socket.path()));
      case Place.Host(String name, int port) -> {
        IOException last = new UnknownHostException(name);
        for (InetAddress address : InetAddress.getAllByName(name)) {
          try {
            yield dial(new InetSocketAddress(address, port));
          } catch (IOException e) {
            last = e;
          }
        }
        throw last;
      }
    };
  }

  private static Peer dial(SocketAddress address) throws IOException {
    return new Peer(SocketChannel.open(address));
  }

  @Override
  public InputStream in() {
    return in;
  }

  @Override
  public OutputStream out() {
    return out;
  }

  /** Whom it comes from, as the server is told it. */
  Place.Host origin() throws IOException {
    return channel.getRemoteAddress() instanceof InetSocketAddress from
        ? new Place.Host(from.getAddress().getHostAddress(), from.getPort())
        : End.NOBODY;
  }

  @Override
  public void endOutput() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
