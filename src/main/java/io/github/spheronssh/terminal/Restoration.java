package io.github.spheronssh.terminal;

import java.io.IOException;

/** Puts a terminal back as it was, once, whichever way the program ends. */
final class Restoration implements Screen.Ending {
  /** What puts it back. */
  interface Step {
    void run() throws IOException;
  }

  private final Step step;
  private final Thread hook = new Thread(this::atTheEnd, "terminal-restoration");
  private boolean done;

  private Restoration(Step step) {
    this.step = step;
  }

  /** Arranges the step before anything is changed, so that no signal comes in between. */
  static Restoration by(Step step) throws IOException {
    var restoration = new Restoration(step);
    try {
      Runtime.getRuntime().addShutdownHook(restoration.hook);
    } catch (IllegalStateException e) {
      throw new IOException("the program is ending", e);
    }
    return restoration;
  }

  @Override
  public void close() throws IOException {
    once();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // the program is ending: the hook runs and finds it done
    }
  }

  private synchronized void once() throws IOException {
    if (!done) {
      done = true;
      step.run();
    }
  }

  private void atTheEnd() {
    try {
      once();
    } catch (IOException e) {
      return; // the terminal itself is gone, as after SIGHUP, and nobody reads a message
    }
  }
}
