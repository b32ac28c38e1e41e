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
  private final List<String> missing;

  /** Follows a session whose user asked for these algorithms too, which can't be had. */
  SessionWatch(StageClock clock, Observer observer, List<String> missing) {
    this.clock = clock;
    this.observer = observer;
    this.missing = missing;
  }

  @Override
  public void sessionPeerIdentificationReceived(
      Session session, String version, @Nullable List<String> before) {
    observer.on(new io.github.spheronssh.ssh.Event.ServerVersion(version));
    clock.reach(Layer.ALGORITHMS);
  }

  @Override
  public void sessionNegotiationStart(
      Session session, Map<KexProposalOption, String> ours, Map<KexProposalOption, String> theirs) {
    if (!isOneMore(session)) {
      Proposals.shown(ours, theirs).forEach(observer::on);
    }
  }

  @Override
  public void sessionNegotiationEnd(
      Session session,
      Map<KexProposalOption, String> ours,
      Map<KexProposalOption, String> theirs,
      @Nullable Map<KexProposalOption, String> agreed,
      @Nullable Throwable failure) {
    if (failure != null || agreed == null) {
      clock.fail(Proposals.mismatch(ours, theirs, missing));
      return;
    }
    boolean strict = session instanceof StrictSession own && own.isStrict();
    Algorithms algorithms = Proposals.algorithms(agreed, strict);
    observer.on(
        isOneMore(session)
            ? new io.github.spheronssh.ssh.Event.Rekeyed(algorithms)
            : new io.github.spheronssh.ssh.Event.Negotiated(algorithms));
  }

  private static boolean isOneMore(Session session) {
    return session instanceof StrictSession own && own.hasKeys();
  }

  @Override
  public void sessionEvent(Session session, Event event) {
    switch (event) {
      case KeyEstablished -> clock.reach(Layer.LOGIN);
      default -> {}
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
