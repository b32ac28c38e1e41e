package io.github.spheronssh.ssh;

import org.apache.sshd.common.SshConstants;

/** A connection that came in at a place where the server waits for us; to be answered once. */
public final class Incoming {
  private final ForwardedChannel channel;
  private final Place.Host origin;

  Incoming(ForwardedChannel channel, Place.Host origin) {
    this.channel = channel;
    this.origin = origin;
  }

  /** Whom the server says that it comes from; nobody where that was a Unix-domain socket. */
  public Place.Host origin() {
    return origin;
  }

  /** Takes it. */
  public Tunnel accept() {
    channel.accept();
    return new Tunnel(channel);
  }

  /** Refuses it, since what it should lead to can't be reached. */
  public void refuse(String reason) {
    channel.refuse(SshConstants.SSH_OPEN_CONNECT_FAILED, reason);
  }
}
