package io.github.spheronssh.ssh;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.apache.sshd.client.channel.AbstractClientChannel;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;

/**
 * A channel that carries bytes as they are, both ways, each of which ends on its own. MINA wants a
 * channel that the server may refuse to open to be one of a client, so all of them are.
 */
abstract class TunnelChannel extends AbstractClientChannel implements IdleChannel {
  private final TunnelInput input = new TunnelInput(this::taken);
  private final TunnelOutput output;
  private volatile long lastActive = System.nanoTime();

  TunnelChannel(String type, long window, Semaphore unsent) {
    super(type);
    openFuture = new DefaultOpenFuture(this, futureLock); // without one, a close tells nobody
    output = new TunnelOutput(this, unsent);
    CoreModuleProperties.WINDOW_SIZE.set(this, window);
  }

  /** The place that this side's bytes go to or come from, for a list of what is open. */
  abstract String description();

  final TunnelInput in() {
    return input;
  }

  final TunnelOutput out() {
    return output;
  }

  final void endOutput() throws IOException {
    if (!isClosing()) {
      sendEof();
    }
  }

  private void taken(int count) throws IOException {
    if (!isClosing()) {
      getLocalWindow().release(count);
    }
  }

  @Override
  public String kind() {
    return getChannelType();
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
    input.add(bytes, offset, Math.toIntExact(count));
  }

  @Override
  protected void doWriteExtendedData(byte[] bytes, int offset, long count) throws IOException {
    throw new IOException("the server sent an error stream through a tunnel, which has none");
  }

  @Override
  protected void doOpen() {
    throw new IllegalStateException("a tunnel has its own way to open");
  }

  @Override
  public void handleEof() throws IOException {
    input.end();
    super.handleEof();
  }

  @Override
  protected void preClose() {
    input.end();
    super.preClose();
  }
}
