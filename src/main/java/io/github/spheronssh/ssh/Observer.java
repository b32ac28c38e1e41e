package io.github.spheronssh.ssh;

/** Sees what happens on the way to a session; may be called from any thread, one at a time. */
@FunctionalInterface
public interface Observer {
  /** Something happened. */
  void on(Event event);

  /** What is more verbose than this need not be told; asked anew each time. */
  default int verbosity() {
    return 2;
  }

  /** The same, told after another one. */
  default Observer after(Observer first) {
    Observer second = this;
    return new Observer() {
      @Override
      public void on(Event event) {
        first.on(event);
        second.on(event);
      }

      @Override
      public int verbosity() {
        return second.verbosity();
      }
    };
  }

  /** One that is told one event at a time, from whatever threads. */
  static Observer inTurn(Observer observer) {
    Object turn = new Object();
    return new Observer() {
      @Override
      public void on(Event event) {
        synchronized (turn) {
          observer.on(event);
        }
      }

      @Override
      public int verbosity() {
        return observer.verbosity();
      }
    };
  }

  /** Looks away. */
  static Observer none() {
    return event -> {};
  }
}
