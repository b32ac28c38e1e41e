package io.github.spheronssh.readiness;

import io.github.spheronssh.ssh.SshSession;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Looks every few seconds, while a session stands, for what may explain its end: that this machine
 * slept, or that its network is another one now. It claims no more than it saw.
 */
public final class Vigil implements AutoCloseable {
  private static final Duration TICK = Duration.ofSeconds(5);

  /** Less may be a machine under load, or a clock that was set right. */
  private static final Duration GAP = Duration.ofSeconds(20);

  /** What lies further back explains nothing: a lost connection is noticed before. */
  private static final Duration RECENT = Duration.ofMinutes(5);

  private final Watch watch;
  private final Predicate<InetAddress> own;
  private final Optional<InetAddress> origin;
  private final CountDownLatch over = new CountDownLatch(1);
  private long lastNanos;
  private long lastMillis;
  private Optional<Gap> gap = Optional.empty();

  /** A time in which nothing here went on. */
  private record Gap(Duration length, boolean asleep, long until) {}

  Vigil(Optional<InetAddress> origin, Watch watch, Predicate<InetAddress> own) {
    this.watch = watch;
    this.own = own;
    this.origin = origin.filter(own);
    this.lastNanos = watch.nanos();
    this.lastMillis = watch.wallMillis();
  }

  /** Begins to look. */
  public static Vigil over(SshSession session) {
    var vigil = new Vigil(session.origin(), Watch.REAL, Vigil::isOwn);
    Thread.ofVirtual().name("ssh-vigil").start(vigil::look);
    return vigil;
  }

  private void look() {
    try {
      while (!over.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
        tick();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Compares both clocks with what they said before: in sleep only the time of day goes on. */
  synchronized void tick() {
    long nanos = watch.nanos();
    long millis = watch.wallMillis();
    Duration ran = Duration.ofNanos(nanos - lastNanos);
    Duration slept = Duration.ofMillis(millis - lastMillis).minus(ran);
    if (slept.compareTo(GAP) > 0) {
      gap = Optional.of(new Gap(slept, true, nanos));
    } else if (ran.minus(TICK).compareTo(GAP) > 0) {
      gap = Optional.of(new Gap(ran, false, nanos));
    }
    lastNanos = nanos;
    lastMillis = millis;
  }

  /** What was seen that may have ended the session, in words that fit after a reason. */
  public synchronized Optional<String> clue() {
    tick();
    if (origin.isPresent() && !own.test(origin.get())) {
      return Optional.of(
          "this machine no longer has the address %s that the connection came from: its network"
                  .formatted(origin.get().getHostAddress())
              + " has changed");
    }
    return gap.filter(each -> lastNanos - each.until() <= RECENT.toNanos()).map(Vigil::words);
  }

  private static String words(Gap gap) {
    long seconds = gap.length().toSeconds();
    String length = seconds < 120 ? seconds + " s" : seconds / 60 + " min";
    return gap.asleep()
        ? "this machine was probably asleep for " + length
        : "this program, or the whole machine, stood still for " + length;
  }

  private static boolean isOwn(InetAddress address) {
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return true; // it can't be looked at, which says nothing
    }
  }

  @Override
  public void close() {
    over.countDown();
  }
}
