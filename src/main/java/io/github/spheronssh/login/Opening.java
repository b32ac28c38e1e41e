package io.github.spheronssh.login;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.instance.FirstChoices;
import io.github.spheronssh.instance.HostMemory;
import io.github.spheronssh.instance.Ledger;
import io.github.spheronssh.instance.LoginUser;
import io.github.spheronssh.instance.Resolution.OfInstance;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.ssh.Captured;
import io.github.spheronssh.ssh.ConnectSettings;
import io.github.spheronssh.ssh.Event;
import io.github.spheronssh.ssh.Guess;
import io.github.spheronssh.ssh.HostKeyException;
import io.github.spheronssh.ssh.Identity;
import io.github.spheronssh.ssh.Identity.KeyFile;
import io.github.spheronssh.ssh.Layer;
import io.github.spheronssh.ssh.LoginException;
import io.github.spheronssh.ssh.Observer;
import io.github.spheronssh.ssh.Questions;
import io.github.spheronssh.ssh.SshConnector;
import io.github.spheronssh.ssh.SshException;
import io.github.spheronssh.ssh.SshSession;
import io.github.spheronssh.ssh.Target;
import io.github.spheronssh.ssh.Trace;
import java.time.Duration;
import java.util.Base64;
import java.util.Iterator;
import java.util.Optional;

/** Carries out a {@link LoginPlan}, and has the ledger remember what the login proved. */
public final class Opening {
  private static final Duration REFUSAL_LIMIT = Duration.ofSeconds(15);
  private static final int REFUSAL_BYTES = 4096;

  private final Observer observer;
  private final ConnectSettings settings;
  private final Questions questions;
  private final Ledger ledger;
  private final LoginWatcher watcher;
  private final Optional<Duration> limit;

  /** An opening that asks and tells through the given ones. */
  public Opening(
      Observer observer,
      ConnectSettings settings,
      Questions questions,
      Ledger ledger,
      LoginWatcher watcher) {
    this(observer, settings, questions, ledger, watcher, Optional.empty());
  }

  private Opening(
      Observer observer,
      ConnectSettings settings,
      Questions questions,
      Ledger ledger,
      LoginWatcher watcher,
      Optional<Duration> limit) {
    this.observer = observer;
    this.settings = settings;
    this.questions = questions;
    this.ledger = ledger;
    this.watcher = watcher;
    this.limit = limit;
  }

  /** The same where all connections together may take no longer than this, questions aside. */
  public Opening within(Duration total) {
    return new Opening(observer, settings, questions, ledger, watcher, Optional.of(total));
  }

  /** The same, seen by another observer first. */
  Opening seenBy(Observer other) {
    return new Opening(observer.after(other), settings, questions, ledger, watcher, limit);
  }

  /** Logs in; the session is the caller's to close. */
  public SshSession open(LoginPlan plan) throws SpheronSshException {
    watcher.plans(plan);
    long start = System.nanoTime();
    Iterator<String> users = plan.users().iterator();
    while (true) {
      String user = users.next();
      try {
        return open(plan, user, connector(start));
      } catch (LoginException e) {
        if (!users.hasNext()) {
          throw plan.users().size() == 1 ? e : noneOf(plan, e);
        }
      }
    }
  }

  /** A connector that has the time that is left since the start. */
  private SshConnector connector(long start) {
    var connector = new SshConnector(observer);
    return limit.isEmpty()
        ? connector
        : connector.within(limit.get().minusNanos(System.nanoTime() - start));
  }

  private SshSession open(LoginPlan plan, String user, SshConnector connector)
      throws SpheronSshException {
    SshSession session = connect(plan, user, connector);
    if (plan.mayBeRedirected(user)) {
      Optional<String> named = redirection(session);
      if (named.isPresent()) {
        return redirected(plan, named.get(), connector);
      }
    }
    plan.instance()
        .ifPresentOrElse(instance -> remember(plan, instance, session), () -> remember(session));
    rememberChoices(plan, session);
    return session;
  }

  /** Nothing is asked and nothing runs before keys are exchanged, so that may be tried again. */
  private SshSession connect(LoginPlan plan, String user, SshConnector connector)
      throws SpheronSshException {
    Target target = plan.target(user);
    var trace = new Trace();
    try {
      return connector.seenBy(trace).connect(target, settings, questions);
    } catch (SshException e) {
      boolean wrong = trace.last(Event.Guessed.class).filter(guess -> !guess.right()).isPresent();
      if (!wrong || e instanceof HostKeyException || e.layer().compareTo(Layer.LOGIN) >= 0) {
        throw e;
      }
      // It should have passed over what followed the wrong guess, and may not know how to.
      hosts().forgetChoices(plan.memoryName());
      return connector.connect(target.withoutGuess(), settings, questions);
    }
  }

  /** Whom root's login is sent to; where there is somebody, the session is closed. */
  private static Optional<String> redirection(SshSession session) throws SpheronSshException {
    try {
      Captured said =
          session.capture(
              ":",
              REFUSAL_LIMIT,
              REFUSAL_BYTES,
              text -> LoginUser.namedInRefusal(text).isPresent());
      Optional<String> named =
          LoginUser.namedInRefusal(said.out()).filter(user -> !user.equals("root"));
      if (named.isPresent()) {
        session.close();
      }
      return named;
    } catch (SpheronSshException e) {
      session.close();
      throw e;
    }
  }

  private SshSession redirected(LoginPlan plan, String user, SshConnector connector)
      throws SpheronSshException {
    if (plan.userGiven()) {
      throw new SshException(
          Layer.LOGIN,
          "%s takes no login as root: it asks for the user %s".formatted(plan.title(), user),
          "spheron-ssh connect %s@%s"
              .formatted(user, plan.instance().map(OfInstance::name).orElse(plan.host())));
    }
    watcher.note("%s takes no login as root: logging in as %s".formatted(plan.title(), user));
    return open(plan, user, connector);
  }

  private void remember(LoginPlan plan, OfInstance instance, SshSession session) {
    ledger.record(
        new Ledger.Proof(
            instance.id(),
            instance.name(),
            instance.live().flatMap(live -> live.teamId()),
            session.target().user(),
            session
                .identity()
                .filter(identity -> identity.certificate().isEmpty()) // it proves not the key alone
                .flatMap(Identity::publicKey)
                .map(PublicKeyLine::blob)
                .map(Opening::base64),
            plan.host(),
            plan.port()));
  }

  /**
   * Where a key file opened a host for the first time, so that it need not be asked about again.
   */
  private void remember(SshSession session) {
    if (session.identity().orElse(null) instanceof KeyFile file && !file.proved()) {
      Target target = session.target();
      file.publicKey()
          .map(PublicKeyLine::fingerprint)
          .ifPresent(key -> hosts().record(target.user(), target.host(), target.port(), key));
    }
  }

  private HostMemory hosts() {
    return ledger.hosts(text -> observer.on(new Event.NotKept(text)));
  }

  private void rememberChoices(LoginPlan plan, SshSession session) {
    Optional<Guess> met = session.firstChoices();
    if (met.isPresent() && !met.equals(plan.guess())) {
      var choices = new FirstChoices(met.get().keyExchange(), met.get().hostKey());
      hosts().record(plan.memoryName(), choices);
    }
  }

  private static String base64(byte[] blob) {
    return Base64.getEncoder().encodeToString(blob);
  }

  private static SshException noneOf(LoginPlan plan, LoginException last) {
    return new SshException(
        Layer.LOGIN,
        "%s lets in none of the users %s that were tried; %s"
            .formatted(plan.title(), String.join(", ", plan.users()), last.getMessage()),
        last.hint().orElse(null),
        last);
  }
}
