package io.github.spheronssh.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.RemoteWindow;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * What goes to the other side of a tunnel: as much as its window allows (RFC 4254, 5.2). All
 * tunnels of a connection share the packets that may wait for the network, so that thousands of
 * them need no more memory than one.
 */
final class TunnelOutput extends OutputStream {
  private static final Duration FOREVER = Duration.ofDays(36_500);
  private static final int MOST = 32 * 1024;
  private static final int LEAST = 2 * 1024;

  private final TunnelChannel channel;
  private final Semaphore unsent;

  TunnelOutput(TunnelChannel channel, Semaphore unsent) {
    this.channel = channel;
    this.unsent = unsent;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    for (int sent = 0; sent < count; ) {
      int part = room(count - sent);
      Buffer packet = packet(part);
      packet.putBytes(bytes, offset + sent, part);
      send(packet, part);
      sent += part;
    }
  }

  /** Sends all that the stream has, which is read straight into packets. */
  void sendAll(InputStream from) throws IOException {
    int size = LEAST;
    while (true) {
      int part = room(size);
      Buffer packet = packet(part);
      int length = packet.wpos();
      int count = from.read(packet.array(), length + Integer.BYTES, part);
      if (count < 0) {
        return;
      }
      packet.putUInt(count);
      packet.wpos(length + Integer.BYTES + count);
      send(packet, count);
      size = Math.clamp(2L * count, LEAST, MOST);
    }
  }

  private Buffer packet(int room) {
    Buffer packet =
        channel.getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_DATA, room + Long.BYTES);
    packet.putUInt(channel.getRecipient());
    return packet;
  }

  /** Waits until the other side takes more, and tells how much of this. */
  private int room(int wanted) throws IOException {
    try {
      RemoteWindow window = channel.getRemoteWindow();
      long room = Math.min(window.waitForSpace(FOREVER), window.getPacketSize());
      return (int) Math.min(room, Math.min(wanted, MOST));
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private void send(Buffer packet, int count) throws IOException {
    try {
      unsent.acquire();
    } catch (InterruptedException e) {
      throw interrupted();
    }
    IoWriteFuture written;
    try {
      channel.getRemoteWindow().consume(count);
      written = channel.writePacket(packet);
    } catch (IOException | RuntimeException e) {
      unsent.release();
      throw e;
    }
    written.addListener(_ -> unsent.release());
    if (written.isDone() && written.getException() instanceof IOException e) {
      throw e;
    }
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while sending");
  }

  /** Tells the other side that nothing more comes. */
  @Override
  public void close() throws IOException {
    channel.endOutput();
  }
}
