package io.github.spheronssh.ssh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps what happened, for whoever has to judge an attempt that failed. A session that goes on for
 * days has more to tell than is kept.
 */
public final class Trace implements Observer {
  private static final int MAXIMUM = 10_000;

  private final List<Event> events = new ArrayList<>();

  @Override
  public synchronized void on(Event event) {
    if (event.verbosity() < Event.Packet.VERBOSITY && events.size() < MAXIMUM) {
      events.add(event);
    }
  }

  /** All that happened so far, in order. */
  public synchronized List<Event> events() {
    return List.copyOf(events);
  }

  /** All events of a kind, in order. */
  public <E extends Event> List<E> all(Class<E> kind) {
    return events().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The last event of a kind. */
  public <E extends Event> Optional<E> last(Class<E> kind) {
    List<E> all = all(kind);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }
}
