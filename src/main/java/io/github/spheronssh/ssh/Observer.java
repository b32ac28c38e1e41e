package io.github.spheronssh.ssh;

/** Sees what happens on the way to a session; may be called from any thread, one at a time. */
@FunctionalInterface
public interface Observer {
  /** Something happened. */
  void on(Event event);

  /** Looks away. */
  static Observer none() {
    return event -> {};
  }
}
