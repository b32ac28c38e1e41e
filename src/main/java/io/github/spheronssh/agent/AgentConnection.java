package io.github.spheronssh.agent;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;

/** A connection to an agent over which somebody else speaks to it, byte by byte. */
public final class AgentConnection implements AutoCloseable {
  private final SocketChannel channel;
  private final InputStream in;
  private final OutputStream out;

  private AgentConnection(SocketChannel channel) {
    this.channel = channel;
    this.in = Channels.newInputStream(channel);
    this.out = Channels.newOutputStream(channel);
  }

  /** Connects, and says first on whose behalf. */
  static AgentConnection open(Path socket, Optional<SessionBinding> binding) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      var connection = new AgentConnection(channel);
      if (binding.isPresent()) {
        connection.bind(binding.get());
      }
      return connection;
    } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
      channel.close();
      throw new IOException(e.getMessage(), e);
    }
  }

  private void bind(SessionBinding binding) throws IOException {
    out.write(binding.message(true));
    var answer = new DataInputStream(in);
    answer.skipNBytes(AgentTransport.length(answer.readInt()));
  }

  /** What the agent answers. */
  public InputStream in() {
    return in;
  }

  /** What the agent is asked. */
  public OutputStream out() {
    return out;
  }

  /** Tells the agent that it is asked nothing more; its answers still come. */
  public void endOfRequests() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
