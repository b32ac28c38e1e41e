package io.github.spheronssh.readiness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A watch on which time passes only in pauses, after which something may have happened. */
final class ScriptedWatch implements Watch {
  final List<Duration> pauses = new ArrayList<>();
  private final Map<Integer, Runnable> happenings = new HashMap<>();
  private Duration now = Duration.ZERO;
  private Duration slept = Duration.ZERO;

  /** Lets something happen in the pause of that number, from 1. */
  void afterPause(int number, Runnable happening) {
    happenings.put(number, happening);
  }

  @Override
  public long nanos() {
    return now.toNanos();
  }

  @Override
  public long wallMillis() {
    return now.plus(slept).toMillis();
  }

  @Override
  public double chance() {
    return 0;
  }

  /** Lets the machine sleep, which the monotonic clock doesn't count. */
  void sleep(Duration length) {
    slept = slept.plus(length);
  }

  /** Lets time pass in which nobody asks for it. */
  void pass(Duration length) {
    now = now.plus(length);
  }

  @Override
  public void pause(Duration length) {
    now = now.plus(length);
    pauses.add(length);
    happenings.getOrDefault(pauses.size(), () -> {}).run();
  }
}
