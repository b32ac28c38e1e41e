package io.github.spheronssh.ssh;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Bytes both ways through a channel of the connection. Each way ends on its own, as those of a
 * socket do; the tunnel is its holder's to close.
 */
public final class Tunnel implements Closeable {
  private final TunnelChannel channel;

  Tunnel(TunnelChannel channel) {
    this.channel = channel;
  }

  /** What the other side sends, to its end; it waits in a window until it is read. */
  public InputStream in() {
    return channel.in();
  }

  /** What goes to the other side; closing it tells the end of this way alone. */
  public OutputStream out() {
    return channel.out();
  }

  /** Sends all that the stream has, then tells the end of it. */
  public void send(InputStream from) throws IOException {
    channel.out().sendAll(from);
    channel.out().close();
  }

  /** Whether neither side has closed it. */
  public boolean isOpen() {
    return !channel.isClosing();
  }

  /** Has something done, quickly, once it is closed, by whichever side. */
  public void whenClosed(Runnable action) {
    channel.addCloseFutureListener(_ -> action.run());
  }

  /** The channel's number and where it leads, for a list of what is open. */
  @Override
  public String toString() {
    return channel.description();
  }

  /** Tells the other side that nobody is here any more; what it sent can still be read. */
  @Override
  public void close() {
    channel.close(false);
  }
}
