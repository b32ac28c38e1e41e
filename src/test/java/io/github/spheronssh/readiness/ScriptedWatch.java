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

  /** Lets something happen in the pause of that number, from 1. */
  void afterPause(int number, Runnable happening) {
    happenings.put(number, happening);
  }

  @Override
  public long nanos() {
    return now.toNanos();
  }

  @Override
  public void pause(Duration length) {
    now = now.plus(length);
    pauses.add(length);
    happenings.getOrDefault(pauses.size(), () -> {}).run();
  }
}
