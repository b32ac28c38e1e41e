package io.github.spheronssh.agent;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** An agent behind a Unix-domain socket. */
record SocketTransport(Path socket) implements AgentTransport {
  @Override
  public byte[] exchange(List<byte[]> messages, Duration limit) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        Selector selector = Selector.open()) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.configureBlocking(false);
      SelectionKey key = channel.register(selector, 0);
      byte[] answer = {};
      for (byte[] message : messages) {
        ByteBuffer unsent = ByteBuffer.wrap(message);
        while (unsent.hasRemaining()) {
          await(selector, key.interestOps(SelectionKey.OP_WRITE), deadline);
          channel.write(unsent);
        }
        key.interestOps(SelectionKey.OP_READ);
        byte[] header = fill(channel, selector, key, 4, deadline);
        int length = AgentTransport.length(ByteBuffer.wrap(header).getInt());
        answer = fill(channel, selector, key, length, deadline);
      }
      return answer;
    } catch (IllegalArgumentException | UnsupportedOperationException e) {
      throw new IOException(e.getMessage(), e); // a path too long for a socket, or no such sockets
    }
  }

  private static byte[] fill(
      SocketChannel channel, Selector selector, SelectionKey key, int size, long deadline)
      throws IOException {
    byte[] bytes = new byte[size];
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      await(selector, key, deadline);
      if (channel.read(buffer) < 0) {
        throw new EOFException("it closed the connection without an answer");
      }
    }
    return bytes;
  }

  private static void await(Selector selector, SelectionKey key, long deadline) throws IOException {
    long left = (deadline - System.nanoTime()) / 1_000_000;
    if (left <= 0 || (selector.select(left) == 0 && key.readyOps() == 0)) {
      throw new IOException(
          Thread.currentThread().isInterrupted() ? "interrupted" : "no answer in time");
    }
    selector.selectedKeys().clear();
  }
}
