package io.github.spheronssh.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.sshd.common.io.IoWriteFuture;

/**
 * Carries a stream to the server as its window allows, then tells its end. What waits here for the
 * network is bounded too.
 */
final class Inlet {
  private static final int CHUNK = 32 * 1024;
  private static final int MAXIMUM_UNSENT = 32;

  private final InputStream in;
  private final CommandChannel channel;
  private final Deque<IoWriteFuture> unsent = new ArrayDeque<>();

  Inlet(InputStream in, CommandChannel channel) {
    this.in = in;
    this.channel = channel;
  }

  /** Begins to read; a read that never returns is left behind when the command is over. */
  void start() {
    Thread.ofPlatform().daemon().name("ssh-stdin").start(this::carry);
  }

  private void carry() {
    try {
      byte[] chunk = new byte[CHUNK];
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        for (int sent = 0; sent < count; ) {
          int part = channel.awaitRoom(count - sent);
          unsent.addLast(channel.send(chunk, sent, part));
          sent += part;
          if (unsent.size() > MAXIMUM_UNSENT) {
            unsent.removeFirst().await();
          }
        }
      }
    } catch (IOException e) {
      // A stream that can't be read ends here as well as one that did end.
      channel.note("stdin ended: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    channel.endOfInput();
  }
}
