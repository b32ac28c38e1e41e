package io.github.spheronssh.ssh;

import io.github.spheronssh.agent.AgentConnection;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.AbstractServerChannel;

/**
 * A channel that the server opened to the agent on this side: bytes go through it as they are. The
 * agent is dialled when the first of them comes.
 */
final class AgentChannel extends AbstractServerChannel implements IdleChannel {
  private static final Duration FOREVER = Duration.ofDays(36_500);
  private static final int CHUNK = 32 * 1024;

  private final Dial dial;
  private volatile long lastActive = System.nanoTime();
  private final Observer observer;
  private final CompletableFuture<AgentConnection> agent = new CompletableFuture<>();
  private final Outlet requests;

  /** Reaches the agent. */
  @FunctionalInterface
  interface Dial {
    AgentConnection dial() throws IOException;
  }

  AgentChannel(Dial dial, Observer observer) {
    super("", List.of(), null);
    this.dial = dial;
    this.observer = observer;
    this.requests = new Outlet("ssh-agent-requests", new ToAgent(), new Room());
    addCloseFutureListener(_ -> Thread.ofVirtual().start(this::hangUp));
    requests.start();
  }

  /** The agent's side, dialled by whoever writes first. */
  private final class ToAgent extends OutputStream {
    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      if (!agent.isDone()) {
        agent.complete(dial.dial());
        Thread.ofVirtual().start(AgentChannel.this::answer);
      }
      agent.join().out().write(bytes, offset, count);
    }
  }

  private final class Room implements Outlet.Drain {
    @Override
    public void taken(int count) throws IOException {
      if (!isClosing()) {
        getLocalWindow().release(count);
      }
    }

    @Override
    public void broke() {
      observer.on(new Event.SessionStep("the agent can't be reached for the other side"));
      close(false);
    }
  }

  @Override
  public String kind() {
    return "agent-connection";
  }

  @Override
  public long lastActive() {
    return lastActive;
  }

  @Override
  public IoWriteFuture writePacket(Buffer buffer) throws IOException {
    lastActive = System.nanoTime();
    return super.writePacket(buffer);
  }

  @Override
  protected void doWriteData(byte[] bytes, int offset, long count) {
    lastActive = System.nanoTime();
    requests.add(bytes, offset, Math.toIntExact(count));
  }

  @Override
  protected void doWriteExtendedData(byte[] bytes, int offset, long count) throws IOException {
    throw new IOException("the server sent an agent more than requests");
  }

  @Override
  public void handleEof() throws IOException {
    super.handleEof();
    Thread.ofVirtual().start(this::endRequests);
  }

  private void endRequests() {
    try {
      requests.finish();
      if (agent.isDone()) {
        agent.join().endOfRequests();
      } else {
        close(false);
      }
    } catch (IOException | CompletionException e) {
      close(false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Carries the agent's answers back as the server's window allows, then tells their end. */
  private void answer() {
    try {
      byte[] chunk = new byte[CHUNK];
      var in = agent.join().in();
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        for (int sent = 0; sent < count; ) {
          int part = awaitRoom(count - sent);
          send(chunk, sent, part).await();
          sent += part;
        }
      }
      sendEof();
    } catch (IOException e) {
      observer.on(new Event.SessionStep("the other side lost the agent: " + e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close(false);
  }

  private int awaitRoom(int wanted) throws IOException, InterruptedException {
    long room = getRemoteWindow().waitForSpace(FOREVER);
    int part = (int) Math.min(Math.min(room, getRemoteWindow().getPacketSize()), wanted);
    getRemoteWindow().consume(part);
    return part;
  }

  private IoWriteFuture send(byte[] bytes, int offset, int count) throws IOException {
    Buffer buffer = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_DATA, count + 16);
    buffer.putUInt(getRecipient());
    buffer.putBytes(bytes, offset, count);
    return writePacket(buffer);
  }

  private void hangUp() {
    agent.completeExceptionally(new IOException("the channel is closed"));
    try {
      if (!agent.isCompletedExceptionally()) {
        agent.join().close();
      }
      requests.finish();
    } catch (IOException e) {
      observer.on(new Event.SessionStep("the agent could not be left: " + e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
