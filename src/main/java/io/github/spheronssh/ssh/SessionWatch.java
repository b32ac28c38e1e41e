package io.github.spheronssh.ssh;

import java.util.List;
import java.util.Map;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.jspecify.annotations.Nullable;

/** Follows MINA through the stages of a connection. */
final class SessionWatch implements SessionListener {
  private final StageClock clock;
  private final Observer observer;

  SessionWatch(StageClock clock, Observer observer) {
    this.clock = clock;
    this.observer = observer;
  }

  @Override
  public void sessionPeerIdentificationReceived(
      Session session, String version, @Nullable List<String> before) {
    observer.on(new io.github.spheronssh.ssh.Event.ServerVersion(version));
    clock.reach(Layer.ALGORITHMS);
  }

  @Override
  public void sessionNegotiationEnd(
      Session session,
      Map<KexProposalOption, String> ours,
      Map<KexProposalOption, String> theirs,
      @Nullable Map<KexProposalOption, String> agreed,
      @Nullable Throwable failure) {
    for (KexProposalOption kind : Proposals.SHOWN) {
      observer.on(
          new io.github.spheronssh.ssh.Event.Proposed(
              "client", kind.getDescription(), ours.getOrDefault(kind, "")));
      observer.on(
          new io.github.spheronssh.ssh.Event.Proposed(
              "server", kind.getDescription(), theirs.getOrDefault(kind, "")));
    }
    if (failure != null || agreed == null) {
      clock.fail(Proposals.mismatch(ours, theirs));
      return;
    }
    boolean strict = session instanceof StrictSession own && own.isStrict();
    observer.on(
        new io.github.spheronssh.ssh.Event.Negotiated(Proposals.algorithms(agreed, strict)));
  }

  @Override
  public void sessionEvent(Session session, Event event) {
    if (event == SessionListener.Event.KexCompleted) {
      clock.reach(Layer.LOGIN);
    }
  }

  @Override
  public void sessionDisconnect(
      Session session, int reason, String text, String language, boolean initiator) {
    if (!initiator) {
      observer.on(new io.github.spheronssh.ssh.Event.Disconnected(reason, text));
      clock.fail(new Goodbye(text));
    }
  }

  @Override
  public void sessionException(Session session, Throwable cause) {
    clock.fail(cause);
  }

  @Override
  public void sessionClosed(Session session) {
    clock.fail(new Goodbye(""));
  }
}
