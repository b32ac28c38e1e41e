package io.github.spheronssh.terminal;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A terminal of one size, with nobody at it. */
public record FixedScreen(int columns, int rows) implements Tty, Screen {
  @Override
  public @Nullable String readLine(String question) {
    return null;
  }

  @Override
  public char @Nullable [] readSecret(String question) {
    return null;
  }

  @Override
  public Optional<Screen> screen() {
    return Optional.of(this);
  }

  @Override
  public Size size() {
    return new Size(columns, rows);
  }

  @Override
  public Map<Integer, Integer> modes() {
    return Map.of();
  }

  @Override
  public Ending rawMode() {
    return () -> {};
  }

  @Override
  public Ending onResize(Consumer<Size> listener) {
    return () -> {};
  }

  @Override
  public void suspend() {}

  @Override
  public void background() {}

  @Override
  public int key() {
    return NO_KEY;
  }

  @Override
  public int key(Duration patience) {
    return NO_KEY;
  }

  @Override
  public void draw(String text) {}
}
