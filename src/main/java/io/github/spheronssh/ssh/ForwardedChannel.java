package io.github.spheronssh.ssh;

import java.util.concurrent.Semaphore;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.util.buffer.Buffer;

/** A tunnel that the server opens, since somebody connected to it (RFC 4254, 7.2). */
final class ForwardedChannel extends TunnelChannel {
  private final Arrival arrival;
  private volatile String place = "";

  /** Decides about a channel without waiting; what the server says of it is in the buffer. */
  interface Arrival {
    void at(ForwardedChannel channel, Buffer message);
  }

  ForwardedChannel(String type, Arrival arrival, long window, Semaphore unsent) {
    super(type, window, unsent);
    this.arrival = arrival;
  }

  @Override
  public OpenFuture open(long recipient, long window, long packet, Buffer buffer) {
    setRecipient(recipient);
    getRemoteWindow().init(window, packet, getSession().getFactoryManager());
    arrival.at(this, buffer);
    return openFuture;
  }

  /** Names where the connection came to. */
  void at(Place listening) {
    place = listening.toString();
  }

  void accept() {
    signalChannelOpenSuccess(); // which sends the confirmation: nothing may go before it
    openFuture.setOpened();
  }

  void refuse(int code, String reason) {
    openFuture.setException(new SshChannelOpenException(getChannelId(), code, reason));
    close(true); // without a word: the refusal is one
  }

  void refuseUnasked() {
    refuse(SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED, "nobody asked for it");
  }

  @Override
  String description() {
    return "#%d %s from %s".formatted(getChannelId(), getChannelType(), place);
  }

  @Override
  public void handleOpenSuccess(long recipient, long window, long packet, Buffer buffer) {
    throw new IllegalStateException("the server opened this channel itself");
  }

  @Override
  public void handleOpenFailure(Buffer buffer) {
    throw new IllegalStateException("the server opened this channel itself");
  }
}
