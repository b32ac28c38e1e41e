package io.github.spheronssh.ssh;

import io.github.spheronssh.SpheronSshException;
import java.io.IOException;

/** A program that has a channel of its own. */
final class ChannelProgram implements RemoteProgram {
  private final CommandChannel channel;
  private final MinaConnection connection;

  ChannelProgram(CommandChannel channel, MinaConnection connection) {
    this.channel = channel;
    this.connection = connection;
  }

  @Override
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
    if (channel.status().isEmpty() && channel.expired().isPresent()) {
      throw new SshException(
          Layer.SESSION,
          "the session carried nothing for %s, and is closed (ChannelTimeout)"
              .formatted(Limits.show(channel.expired().get())),
          null);
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

  @Override
  public void windowChanged(int columns, int rows) {
    send(ChannelRequest.windowChange(columns, rows));
  }

  @Override
  public void sendBreak() {
    send(ChannelRequest.lineBreak());
  }

  @Override
  public String description() {
    return channel.description();
  }

  @Override
  public void abandon() {
    channel.close(false);
  }

  private void send(ChannelRequest request) {
    try {
      channel.sendUnlessEnded(request);
    } catch (IOException e) {
      channel.note("%s could not be sent: %s".formatted(request.type(), e.getMessage()));
    }
  }
}
