package io.github.spheronssh.ssh;

import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * A tunnel that this side opens, to a port (RFC 4254, 7.2) or a Unix-domain socket (OpenSSH's
 * PROTOCOL, 2.4) that the server reaches.
 */
final class DirectChannel extends TunnelChannel {
  private final Place to;
  private final Place.Host from;
  private final CompletableFuture<Void> outcome = new CompletableFuture<>();

  DirectChannel(Place to, Place.Host from, long window, Semaphore unsent) {
    super(type(to), window, unsent);
    this.to = to;
    this.from = from;
    addCloseFutureListener(
        _ -> outcome.completeExceptionally(new EOFException("the connection is closed")));
  }

  /** Asks the server to open it, which it does or refuses. */
  CompletableFuture<Void> ask() throws IOException {
    Buffer buffer = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN);
    buffer.putString(type(to));
    buffer.putUInt(getChannelId());
    buffer.putUInt(getLocalWindow().getSize());
    buffer.putUInt(getLocalWindow().getPacketSize());
    switch (to) {
      case Place.Host host -> {
        buffer.putString(host.name());
        buffer.putUInt(host.port());
      }
      case Place.UnixSocket socket -> buffer.putString(socket.path());
    }
    buffer.putString(from.name());
    buffer.putUInt(from.port());
    writePacket(buffer);
    return outcome;
  }

  private static String type(Place to) {
    return switch (to) {
      case Place.Host _ -> "direct-tcpip";
      case Place.UnixSocket _ -> "direct-streamlocal@openssh.com";
    };
  }

  @Override
  String description() {
    return "#%d %s to %s for %s".formatted(getChannelId(), type(to), to, from);
  }

  @Override
  public void handleOpenSuccess(long recipient, long window, long packet, Buffer buffer) {
    setRecipient(recipient);
    getRemoteWindow().init(window, packet, getSession().getFactoryManager());
    openFuture.setOpened();
    outcome.complete(null);
  }

  @Override
  public void handleOpenFailure(Buffer buffer) {
    int reason = buffer.getInt();
    var refused = new TunnelRefusedException(getChannelId(), reason, buffer.getString());
    openFuture.setException(refused);
    outcome.completeExceptionally(refused);
    close(true);
  }
}
