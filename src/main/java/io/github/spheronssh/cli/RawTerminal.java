package io.github.spheronssh.cli;

import io.github.spheronssh.terminal.Screen;
import io.github.spheronssh.terminal.Screen.Ending;
import io.github.spheronssh.terminal.Screen.Size;
import java.io.IOException;
import java.util.function.Consumer;

/** The terminal while a remote program has it: raw, but for the moments in which this side does. */
final class RawTerminal implements AutoCloseable {
  private final Screen screen;
  private final Ending resizing;
  private final Consumer<Size> listener;
  private Ending raw;

  /** What is done with the terminal as it was before. */
  interface Action {
    void run() throws IOException;
  }

  RawTerminal(Screen screen, Consumer<Size> listener) throws IOException {
    this.screen = screen;
    this.listener = listener;
    this.raw = screen.rawMode();
    this.resizing = screen.onResize(listener);
  }

  /** Does something with the terminal as it was before; its size may be another one afterwards. */
  synchronized void cooked(Action action) throws IOException {
    raw.close();
    try {
      action.run();
    } finally {
      raw = screen.rawMode();
      listener.accept(screen.size());
    }
  }

  /** Gives the terminal back for good, and goes on in the background. */
  synchronized void background() throws IOException {
    close();
    screen.background();
  }

  /** Stops this program until it is told to go on. */
  void suspend() throws IOException {
    cooked(screen::suspend);
  }

  @Override
  public synchronized void close() throws IOException {
    resizing.close();
    raw.close();
  }
}
