package io.github.spheronssh.readiness;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.api.ApiUnreachableException;
import io.github.spheronssh.instance.Deployments;
import io.github.spheronssh.instance.Instance;
import io.github.spheronssh.instance.Resolution;
import io.github.spheronssh.instance.Resolution.OfInstance;
import io.github.spheronssh.instance.Status;
import io.github.spheronssh.instance.TargetException;
import io.github.spheronssh.instance.UnaskedException;
import io.github.spheronssh.login.LoginPlan;
import io.github.spheronssh.login.LoginWish;
import io.github.spheronssh.login.Logins;
import io.github.spheronssh.login.Opening;
import io.github.spheronssh.ssh.LostException;
import io.github.spheronssh.ssh.SshException;
import io.github.spheronssh.ssh.SshSession;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Waits until somebody can log in, and logs in: first for the instance's status, then for its SSH
 * port, its version line and the login, all under one deadline. It ends at once when the instance
 * can't come up any more.
 */
public final class Readiness {
  /** What a login may take where the service would be asked again sooner. */
  private static final Duration TRY = Duration.ofSeconds(10);

  private final Deployments deployments;
  private final Logins logins;
  private final Opening opening;
  private final Patience patience;
  private final Consumer<String> listener;
  private final Watch watch;

  Readiness(
      Deployments deployments,
      Logins logins,
      Opening opening,
      Patience patience,
      Consumer<String> listener,
      Watch watch) {
    this.deployments = deployments;
    this.logins = logins;
    this.opening = opening;
    this.patience = patience;
    this.listener = listener;
    this.watch = watch;
  }

  /**
   * A waiting that logs in through the given opening.
   *
   * @param listener is told what is waited for, each time that changes
   */
  public Readiness(
      Deployments deployments,
      Logins logins,
      Opening opening,
      Patience patience,
      Consumer<String> listener) {
    this(deployments, logins, opening, patience, listener, Watch.REAL);
  }

  /**
   * Waits and logs in; the session is the caller's to close.
   *
   * @throws TargetException where the instance can't come up any more
   * @throws SpheronSshException where the deadline passed, or something is wrong that no waiting
   *     mends
   */
  public SshSession open(Search search, LoginWish wish) throws SpheronSshException {
    try {
      return new Wait(search, wish).open();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SpheronSshException("interrupted while waiting", null, e);
    }
  }

  /**
   * Logs in again after a session was lost, at a machine that let its user in before: it may refuse
   * the key for a while as a new one may, and a host key that isn't known is refused.
   *
   * @param brief how many sessions in a row stood for a moment only: the more, the longer it rests
   * @param stood how long the last one stood
   * @throws TargetException where the instance has ended or stopped
   * @throws SpheronSshException where the deadline passed, or something is wrong that no waiting
   *     mends, such as another host key
   */
  public Return reopen(Search search, LoginWish wish, int brief, Duration stood)
      throws SpheronSshException {
    try {
      rest(search, brief, stood);
      Wait wait = new Wait(search, wish);
      wait.isNew = true;
      wait.isReturn = true;
      return new Return(wait.open(), wait.tries, wait.refused);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SpheronSshException("interrupted while connecting again", null, e);
    }
  }

  /** A session that ends as soon as it began is a failed try too, and the service has its pace. */
  private void rest(Search search, int brief, Duration stood) throws InterruptedException {
    if (brief == 0) {
      return;
    }
    Duration pause = patience.pause(brief, watch.chance());
    Duration pace = patience.poll().minus(stood);
    watch.pause(search instanceof Reached && pace.compareTo(pause) > 0 ? pace : pause);
  }

  /** Finds out what is meant. */
  @FunctionalInterface
  public interface Search {
    /** What is meant, as far as the service says it now. */
    Resolution find() throws SpheronSshException;
  }

  /** One waiting, from its start to its deadline. */
  private final class Wait {
    private final Search search;
    private final LoginWish wish;
    private final long start = watch.nanos();
    private Resolution target;
    private long asked = start;
    private boolean isNew;
    private boolean isReturn;
    private int tries;
    private boolean refused;
    private Optional<Long> firstRefusal = Optional.empty();

    Wait(Search search, LoginWish wish) throws SpheronSshException, InterruptedException {
      this.search = search;
      this.wish = wish;
      this.target = awaitAnswer();
    }

    SshSession open() throws SpheronSshException, InterruptedException {
      awaitStatus();
      while (true) {
        LoginPlan planned = logins.plan(target, wish);
        LoginPlan plan = isReturn ? planned.strictly() : planned;
        try {
          return opening.within(attempt()).open(plan);
        } catch (SshException e) {
          if (!mayPass(e)) {
            throw e;
          }
          tries++;
          refused |= e.getCause() instanceof ConnectException;
          pauseOrGiveUp(patience.pause(tries, watch.chance()), e);
          listener.accept("waiting for %s: %s".formatted(plan.title(), e.getMessage()));
        }
        if (since(asked).compareTo(patience.poll()) >= 0) {
          refresh();
          awaitStatus();
        }
      }
    }

    /** Asks until the service can be reached, unless the login can be tried without it. */
    private Resolution awaitAnswer() throws SpheronSshException, InterruptedException {
      while (true) {
        ApiUnreachableException silence;
        try {
          Resolution found = search.find();
          if (!(found instanceof OfInstance instance)
              || !(instance.silence().orElse(null) instanceof ApiUnreachableException e)
              || logins.canDialAtOnce(instance)) {
            return found;
          }
          silence = e;
        } catch (ApiUnreachableException e) {
          silence = e;
        } catch (UnaskedException e) {
          if (!(e.silence() instanceof ApiUnreachableException unreachable)) {
            throw e;
          }
          silence = unreachable;
        }
        listener.accept("waiting for Spheron: " + silence.getMessage());
        pauseOrGiveUp(patience.poll(), silence);
      }
    }

    private void awaitStatus() throws SpheronSshException, InterruptedException {
      while (live().map(Instance::status).filter(Status.DEPLOYING::equals).isPresent()) {
        isNew = true;
        Instance instance = live().get();
        listener.accept(
            "waiting for %s, which is %s".formatted(instance.title(), instance.statusWords()));
        pauseOrGiveUp(
            patience.poll(),
            new TargetException(
                "the instance %s is %s".formatted(instance.title(), instance.statusWords()), null));
        refresh();
      }
    }

    private Optional<Instance> live() {
      return target instanceof OfInstance instance ? instance.live() : Optional.empty();
    }

    private void refresh() throws SpheronSshException {
      asked = watch.nanos();
      if (!(target instanceof OfInstance before)) {
        return;
      }
      try {
        if (before.live().isEmpty()) {
          target = search.find();
          return;
        }
        Instance now = deployments.find(before.id()).orElseThrow(() -> Reached.gone(before));
        target =
            new OfInstance(
                now.id(), now.name(), Optional.of(now), before.known(), Optional.empty(), false);
      } catch (ApiUnreachableException e) {
        listener.accept("waiting for Spheron: " + e.getMessage());
      }
    }

    /** Whether time alone may mend it. */
    private boolean mayPass(SshException e) {
      return switch (e.layer()) {
        case DNS, TCP, BANNER -> true;
        case LOGIN -> isNew && isWithinGrace();
        case ALGORITHMS, HOST_KEY -> e instanceof LostException;
        case SESSION -> isReturn && isWithinGrace(); // lost once more
      };
    }

    private boolean isWithinGrace() {
      if (firstRefusal.isEmpty()) {
        firstRefusal = Optional.of(watch.nanos());
      }
      return since(firstRefusal.get()).compareTo(patience.grace()) < 0;
    }

    private void pauseOrGiveUp(Duration pause, SpheronSshException reason)
        throws SpheronSshException, InterruptedException {
      Duration left = left();
      if (left.isZero()) {
        throw gaveUp(reason);
      }
      watch.pause(left.compareTo(pause) < 0 ? left : pause);
    }

    private SpheronSshException gaveUp(SpheronSshException reason) {
      String message =
          "gave up after %d s: %s".formatted(patience.limit().toSeconds(), reason.getMessage());
      String hint = isReturn ? "--reconnect=2h tries longer" : "--wait=30m waits longer";
      return switch (reason) {
        case SshException met -> new SshException(met.layer(), message, hint, met);
        case ApiUnreachableException met ->
            new ApiUnreachableException(message, hint, met, met.mayHaveActed());
        default -> new TargetException(message, hint);
      };
    }

    /** The most that one try may take: not past the deadline, nor long past the next question. */
    private Duration attempt() {
      Duration most = patience.poll().compareTo(TRY) < 0 ? TRY : patience.poll();
      return left().compareTo(most) < 0 ? left() : most;
    }

    private Duration left() {
      Duration left = patience.limit().minus(since(start));
      return left.isNegative() ? Duration.ZERO : left;
    }

    private Duration since(long then) {
      return Duration.ofNanos(watch.nanos() - then);
    }
  }
}
