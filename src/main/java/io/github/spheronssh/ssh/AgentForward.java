package io.github.spheronssh.ssh;

import io.github.spheronssh.agent.SessionBinding;
import io.github.spheronssh.agent.SshAgent;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.Session;

/** Lets the server open channels to an agent on this side, so many at once and no more. */
final class AgentForward implements ChannelFactory {
  private static final int MOST_CHANNELS = 64;

  private final SshAgent agent;
  private final Observer observer;
  private final AtomicInteger open = new AtomicInteger();

  AgentForward(SshAgent agent, Observer observer) {
    this.agent = agent;
    this.observer = observer;
  }

  @Override
  public String getName() {
    return "auth-agent@openssh.com";
  }

  @Override
  public Channel createChannel(Session session) throws IOException {
    if (open.incrementAndGet() > MOST_CHANNELS) {
      open.decrementAndGet();
      throw new IOException("no more than " + MOST_CHANNELS + " connections to the agent");
    }
    Optional<SessionBinding> binding =
        session instanceof StrictSession own ? own.binding() : Optional.empty();
    var channel = new AgentChannel(() -> agent.connect(binding), observer);
    channel.addCloseFutureListener(_ -> open.decrementAndGet());
    return channel;
  }
}
