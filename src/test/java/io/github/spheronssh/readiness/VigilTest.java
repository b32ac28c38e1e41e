package io.github.spheronssh.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What is seen of a session's time, on clocks that a test moves. */
final class VigilTest {
  private static final Optional<InetAddress> ORIGIN =
      Optional.of(InetAddress.ofLiteral("192.0.2.7"));

  private final ScriptedWatch watch = new ScriptedWatch();
  private final AtomicBoolean own = new AtomicBoolean(true);

  @Test
  void aTimeLikeAnyOtherExplainsNothing() {
    Vigil vigil = vigil();
    for (int i = 0; i < 100; i++) {
      tick(vigil);
    }
    watch.sleep(Duration.ofSeconds(3)); // the clock was set right
    assertEquals(Optional.empty(), vigil.clue());
  }

  @Test
  void aSleepIsToldByTheTimeOfDayWhichWentOn() {
    Vigil vigil = vigil();
    tick(vigil);
    watch.sleep(Duration.ofMinutes(12));
    tick(vigil);
    tick(vigil);
    assertEquals(Optional.of("this machine was probably asleep for 12 min"), vigil.clue());
  }

  @Test
  void aSleepIsSeenWhereTheLossIsNoticedFirst() {
    Vigil vigil = vigil();
    watch.sleep(Duration.ofSeconds(40));
    assertEquals(Optional.of("this machine was probably asleep for 40 s"), vigil.clue());
  }

  @Test
  void aSleepLongAgoExplainsNothing() {
    Vigil vigil = vigil();
    watch.sleep(Duration.ofHours(8));
    for (int i = 0; i < 100; i++) {
      tick(vigil);
    }
    assertEquals(Optional.empty(), vigil.clue());
  }

  @Test
  void aProgramThatStoodStillIsNotCalledAsleep() {
    Vigil vigil = vigil();
    watch.pass(Duration.ofMinutes(3));
    assertEquals(
        Optional.of("this program, or the whole machine, stood still for 3 min"), vigil.clue());
  }

  @Test
  void anAddressThatIsGoneMeansAnotherNetwork() {
    Vigil vigil = vigil();
    watch.sleep(Duration.ofMinutes(12));
    own.set(false);
    String clue = vigil.clue().orElseThrow();
    assertTrue(clue.contains("no longer has the address 192.0.2.7"), clue);
  }

  @Test
  void anAddressThatNoInterfaceEverHadSaysNothing() {
    own.set(false);
    assertEquals(Optional.empty(), vigil().clue());
  }

  private Vigil vigil() {
    return new Vigil(ORIGIN, watch, _ -> own.get());
  }

  private void tick(Vigil vigil) {
    watch.pass(Duration.ofSeconds(5));
    vigil.tick();
  }
}
