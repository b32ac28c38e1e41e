package io.github.spheronssh.terminal;

/** The signals of the process; the JDK has no other way to meet one than this unofficial one. */
final class Signals {
  private Signals() {}

  /** Runs the action at each signal of this name, like WINCH, until the ending is closed. */
  static Screen.Ending on(String name, Runnable action) {
    var signal = new sun.misc.Signal(name);
    sun.misc.SignalHandler before = sun.misc.Signal.handle(signal, met -> action.run());
    return () -> sun.misc.Signal.handle(signal, before);
  }

  /** The number that this system gives a signal. */
  static int number(String name) {
    return new sun.misc.Signal(name).getNumber();
  }

  /** Lets signals of this name pass without effect from now on. */
  static void ignore(String name) {
    sun.misc.Signal.handle(new sun.misc.Signal(name), sun.misc.SignalHandler.SIG_IGN);
  }

  /** Sends this process a signal, as the key that stands for it would. */
  static void raise(String name) {
    sun.misc.Signal.raise(new sun.misc.Signal(name));
  }
}
