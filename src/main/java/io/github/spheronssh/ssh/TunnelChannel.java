package io.github.spheronssh.ssh;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.apache.sshd.common.channel.AbstractChannel;
import org.apache.sshd.core.CoreModuleProperties;

/** A channel that carries bytes as they are, both ways, each of which ends on its own. */
abstract class TunnelChannel extends AbstractChannel {
  private final TunnelInput in = new TunnelInput(this::taken);
  private final TunnelOutput out;

  TunnelChannel(long window, Semaphore unsent) {
    super(true);
    out = new TunnelOutput(this, unsent);
    CoreModuleProperties.WINDOW_SIZE.set(this, window);
  }

  /** The place that this side's bytes go to or come from, for a list of what is open. */
  abstract String description();

  final TunnelInput in() {
    return in;
  }

  final TunnelOutput out() {
    return out;
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
  protected void doWriteData(byte[] bytes, int offset, long count) {
    in.add(bytes, offset, Math.toIntExact(count));
  }

  @Override
  protected void doWriteExtendedData(byte[] bytes, int offset, long count) throws IOException {
    throw new IOException("the server sent an error stream through a tunnel, which has none");
  }

  @Override
  public void handleEof() throws IOException {
    in.end();
    super.handleEof();
  }

  @Override
  protected void preClose() {
    in.end();
    super.preClose();
  }
}
