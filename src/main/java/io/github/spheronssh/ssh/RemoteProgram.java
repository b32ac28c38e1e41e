package io.github.spheronssh.ssh;

import io.github.spheronssh.SpheronSshException;
import java.io.IOException;

/** A program that runs on the other side, joined to streams of this side. */
public final class RemoteProgram {
  private final CommandChannel channel;
  private final MinaConnection connection;

  RemoteProgram(CommandChannel channel, MinaConnection connection) {
    this.channel = channel;
    this.connection = connection;
  }

  /**
   * Waits for its end and for the end of its output, and tells how it ended.
   *
   * @throws SshException where the connection ended first
   */
  public ExitStatus await() throws SpheronSshException {
    try {
      channel.awaitEnd();
      channel.finish();
    } catch (InterruptedException e) {
      channel.close(false);
      throw Limits.interrupted(Layer.SESSION, e);
    }
    if (channel.outBroke()) {
      return channel.status().orElse(new ExitStatus.Signalled("PIPE", "", false));
    }
    if (channel.status().isEmpty() && channel.closedByServer()) {
      throw new SshException(
          Layer.SESSION, "the server ended the session without an exit status", null);
    }
    if (channel.status().isEmpty()) {
      throw connection.ended();
    }
    return channel.status().get();
  }

  /** Tells its terminal the new size (RFC 4254, 6.7); does nothing once it has ended. */
  public void windowChanged(int columns, int rows) {
    send(ChannelRequest.windowChange(columns, rows));
  }

  /** Sends its terminal a break (RFC 4335). */
  public void sendBreak() {
    send(ChannelRequest.lineBreak());
  }

  /** Its connection's line in the list of those that are open. */
  public String description() {
    return channel.description();
  }

  private void send(ChannelRequest request) {
    try {
      channel.sendUnlessEnded(request);
    } catch (IOException e) {
      channel.note("%s could not be sent: %s".formatted(request.type(), e.getMessage()));
    }
  }
}
