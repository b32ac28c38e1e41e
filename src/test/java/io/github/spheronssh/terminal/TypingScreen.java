package io.github.spheronssh.terminal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A terminal at which somebody types keys, and which keeps the lines that were drawn as they stand
 * when all are typed. Understood are the few control sequences that a menu needs.
 */
public final class TypingScreen implements Tty, Screen {
  private final Queue<Integer> keys = new ArrayDeque<>();
  private final StringBuilder drawn = new StringBuilder();
  private final Size size;
  private @Nullable Consumer<Size> listener;
  private boolean raw;

  public TypingScreen(int columns, int rows, String... keys) {
    size = new Size(columns, rows);
    for (String key : keys) {
      key.codePoints().forEach(this.keys::add);
      this.keys.add(PAUSE); // between two keys; a key's own sequence comes in one piece
    }
  }

  private static final int PAUSE = -3;

  /** All that was drawn, control sequences too. */
  public String drawn() {
    return drawn.toString();
  }

  /** The lines of the last picture. */
  public String[] picture() {
    String all = drawn.toString();
    String last = all.substring(all.lastIndexOf("\033[H"));
    String[] lines = new String[size.rows()];
    Arrays.fill(lines, "");
    int row = 0;
    for (String part : last.replace("\033[" + size.rows() + ";1H", "\n@FOOT").split("\n", -1)) {
      String line = part;
      if (line.startsWith("@FOOT")) {
        row = size.rows() - 1;
        line = line.substring("@FOOT".length());
      }
      lines[row++] = line.replaceAll("\033\\[[?0-9;]*[A-Za-z]", "").replace("\r", "");
    }
    return lines;
  }

  /** Whether it was left as it was found. */
  public boolean isRestored() {
    return !raw && listener == null && drawn.toString().endsWith("\033[?1049l");
  }

  void resize(Size now) {
    if (listener != null) {
      listener.accept(now);
    }
  }

  @Override
  public @Nullable String readLine(String question) {
    throw new AssertionError("nobody expected the question: " + question);
  }

  @Override
  public char @Nullable [] readSecret(String question) {
    throw new AssertionError("nobody expected the question: " + question);
  }

  @Override
  public Optional<Screen> screen() {
    return Optional.of(this);
  }

  @Override
  public Size size() {
    return size;
  }

  @Override
  public Map<Integer, Integer> modes() {
    return Map.of();
  }

  @Override
  public Ending rawMode() {
    raw = true;
    return () -> raw = false;
  }

  @Override
  public Ending onResize(Consumer<Size> told) {
    listener = told;
    return () -> listener = null;
  }

  @Override
  public void suspend() {}

  @Override
  public void background() {}

  @Override
  public int key() {
    Integer next = keys.poll();
    return next == null ? NO_KEY : next == PAUSE ? key() : next;
  }

  @Override
  public int key(Duration patience) {
    Integer next = keys.poll();
    return next == null || next == PAUSE ? NO_KEY : next;
  }

  @Override
  public void draw(String text) {
    drawn.append(text);
  }
}
