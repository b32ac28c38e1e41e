package io.github.spheronssh.terminal;

import java.io.IOException;
import java.time.Duration;

/**
 * Says what a run waits for, once that takes longer than a second: a line that moves on a terminal,
 * a line for each step elsewhere, nothing with {@code -q}.
 */
public final class Progress implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration PERIOD = Duration.ofMillis(100);
  private static final String ASCII = "|/-\\";
  private static final String BRAILLE = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";

  private final Terminal terminal;
  private final StatusLine status;
  private final Ticker.Stop ticks;
  private volatile String what;
  private String said = "";
  private int columns;
  private int frame;

  Progress(Terminal terminal, StatusLine status, Ticker ticker, String what) {
    this.terminal = terminal;
    this.status = status;
    this.what = Visible.line(what);
    this.ticks = ticker.start(PERIOD, this::tick);
  }

  /** Something else is waited for now. */
  public void step(String next) {
    what = Visible.line(next);
  }

  /** It is waited for no longer. */
  @Override
  public void close() {
    ticks.stop();
    try {
      status.erase();
    } catch (IOException e) {
      said = what; // standard error is gone: nothing to clear
    }
  }

  private void tick(Duration gone) {
    if (gone.compareTo(PATIENCE) < 0 || terminal.manner().verbosity() < 0) {
      return;
    }
    if (terminal.errIsTerminal()) {
      draw(gone);
    } else if (!what.equals(said)) {
      said = what;
      terminal.note(said);
    }
  }

  private void draw(Duration gone) {
    if (columns == 0) {
      columns = terminal.columns();
    }
    String frames = terminal.manner().unicode() ? BRAILLE : ASCII;
    String line =
        "%c %s (%d s)".formatted(frames.charAt(frame++ % frames.length()), what, gone.toSeconds());
    try {
      status.show(line.substring(0, Math.min(line.length(), columns - 1)));
    } catch (IOException e) {
      ticks.stop(); // nobody looks any more
    }
  }
}
