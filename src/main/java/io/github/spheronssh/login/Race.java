package io.github.spheronssh.login;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.instance.Instance;
import io.github.spheronssh.instance.Resolution;
import io.github.spheronssh.instance.Resolution.OfInstance;
import io.github.spheronssh.instance.Resolution.PlainHost;
import io.github.spheronssh.instance.TargetException;
import io.github.spheronssh.knownhosts.HostVerdict;
import io.github.spheronssh.ssh.Event;
import io.github.spheronssh.ssh.SshSession;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;

/**
 * Logs in where an instance was reached last, while the service is asked beside it where it is now.
 *
 * <p>The host key decides: once the pinned one is proved, the service's word matters no more and is
 * not waited for. Before that it counts: an instance that moved is dialled at its new address, and
 * one that ended is an error.
 */
public final class Race {
  /** How long the service is waited for once the login has failed. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Logins logins;
  private final Opening opening;
  private final LoginWatcher watcher;
  private final Duration patience;

  Race(Logins logins, Opening opening, LoginWatcher watcher, Duration patience) {
    this.logins = logins;
    this.opening = opening;
    this.watcher = watcher;
    this.patience = patience;
  }

  /** A race that logs in through the given opening. */
  public Race(Logins logins, Opening opening, LoginWatcher watcher) {
    this(logins, opening, watcher, PATIENCE);
  }

  /** The question to the service; its thread is interrupted when nobody needs the answer. */
  @FunctionalInterface
  public interface Inquiry {
    /** What the target means now. */
    Resolution ask() throws SpheronSshException;
  }

  /**
   * Logs in; the session is the caller's to close.
   *
   * @param remembered an instance that {@link Logins#canDialAtOnce} says yes to
   */
  public SshSession open(OfInstance remembered, Inquiry inquiry, LoginWish wish)
      throws SpheronSshException {
    LoginPlan plan = logins.plan(remembered, wish).strictly();
    var dial = new Dial(plan);
    var ended = new LinkedBlockingQueue<Task<?>>();
    Task<SshSession> login = Task.begin(dial::open, ended);
    Task<Resolution> answer = Task.begin(inquiry::ask, ended);
    try {
      if (ended.take() == answer && contradicts(answer, plan, wish) && dial.callOff()) {
        login.cancel(true);
        return opening.open(next(plan, answer.result(), wish));
      }
      return finish(login, plan, answer, wish);
    } catch (InterruptedException e) {
      dial.abandon();
      login.cancel(true);
      Thread.currentThread().interrupt();
      throw new SpheronSshException("interrupted", null, e);
    } finally {
      answer.cancel(true);
    }
  }

  /** Whether the service says that the instance is not where it is dialled, or is no more. */
  private static boolean contradicts(Task<Resolution> answer, LoginPlan plan, LoginWish wish)
      throws InterruptedException {
    try {
      return switch (answer.result()) {
        case PlainHost _ -> true;
        case OfInstance now when !plan.isOf(now.id()) -> true;
        case OfInstance now -> now.live().filter(live -> !fits(live, plan, wish)).isPresent();
      };
    } catch (TargetException e) {
      return true;
    } catch (SpheronSshException e) {
      return false; // it could not be asked, which says nothing
    }
  }

  private static boolean fits(Instance live, LoginPlan plan, LoginWish wish) {
    return live.status().canComeUp()
        && live.address().map(plan.host()::equals).orElse(true)
        && (wish.port().isPresent() || live.port() == plan.port());
  }

  /** The login's session; where it failed, the service may know better. */
  private SshSession finish(
      Task<SshSession> login, LoginPlan plan, Task<Resolution> answer, LoginWish wish)
      throws SpheronSshException, InterruptedException {
    try {
      return login.result();
    } catch (SpheronSshException failure) {
      LoginPlan next = better(failure, plan, answer, wish);
      return opening.open(next);
    }
  }

  /**
   * What to try after a failure.
   *
   * @throws SpheronSshException the failure, where the service knows nothing else
   */
  private LoginPlan better(
      SpheronSshException failure, LoginPlan plan, Task<Resolution> answer, LoginWish wish)
      throws SpheronSshException, InterruptedException {
    Resolution now;
    try {
      now = answer.result(patience);
    } catch (TargetException e) {
      e.addSuppressed(failure);
      throw e;
    } catch (SpheronSshException | TimeoutException e) {
      failure.addSuppressed(e);
      throw failure;
    }
    if (now instanceof OfInstance instance && instance.live().isEmpty()) {
      throw failure;
    }
    LoginPlan next = next(plan, now, wish);
    if (next.isTheSameWayAs(plan)) {
      throw failure;
    }
    return next;
  }

  private LoginPlan next(LoginPlan before, Resolution now, LoginWish wish)
      throws SpheronSshException {
    LoginPlan next = logins.plan(now, wish);
    if (!next.place().equals(before.place()) || !next.title().equals(before.title())) {
      watcher.note(
          "%s is no longer at %s: the service %s"
              .formatted(
                  before.title(),
                  before.place(),
                  next.instance().isPresent()
                      ? "says %s is at %s".formatted(next.title(), next.place())
                      : "knows no instance there, so it is taken for a plain host"));
    }
    return next;
  }

  /** A login that may be called off until the host key is proved. */
  private final class Dial {
    private final LoginPlan plan;
    private boolean proved;
    private boolean abandoned;

    Dial(LoginPlan plan) {
      this.plan = plan;
    }

    SshSession open() throws SpheronSshException {
      SshSession session = opening.seenBy(this::see).open(plan);
      if (isAbandoned()) {
        session.close();
        throw new CancellationException("called off");
      }
      return session;
    }

    private synchronized void see(Event event) {
      proved |=
          switch (event) {
            case Event.HostKeyMet met -> met.verdict() instanceof HostVerdict.Known;
            case Event.LoggedIn _ -> true;
            default -> false;
          };
    }

    private synchronized boolean isAbandoned() {
      return abandoned;
    }

    synchronized void abandon() {
      abandoned = true;
    }

    /** Whether it was early enough for that. */
    synchronized boolean callOff() {
      abandoned |= !proved;
      return !proved;
    }
  }
}
