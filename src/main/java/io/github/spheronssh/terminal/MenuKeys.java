package io.github.spheronssh.terminal;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the keys of a terminal mean to a menu; keys that mean nothing are passed over. */
final class MenuKeys {
  /** What the rest of a key's sequence takes at most: a lone Esc has none. */
  private static final Duration SEQUENCE = Duration.ofMillis(100);

  private static final int LONGEST_PARAMETER = 16;
  private static final int ESCAPE = 0x1b;

  private final Screen screen;

  MenuKeys(Screen screen) {
    this.screen = screen;
  }

  /** What the person wants. */
  sealed interface Wish {}

  /** To go without a choice. */
  record Leave() implements Wish {}

  /** The row that is marked. */
  record Take() implements Wish {}

  /** A character of the filter. */
  record Typed(int character) implements Wish {}

  /** The filter without its last character. */
  record Rub() implements Wish {}

  /** No filter. */
  record Clear() implements Wish {}

  /** Another row. */
  enum Move implements Wish {
    UP,
    DOWN,
    PAGE_UP,
    PAGE_DOWN,
    FIRST,
    LAST
  }

  /** Waits for the next key that means something. */
  Wish next() throws IOException {
    while (true) {
      int key = screen.key();
      switch (key) {
        case Screen.NO_KEY, 0x03, 0x04 -> {
          return new Leave();
        }
        case '\r', '\n' -> {
          return new Take();
        }
        case 0x08, 0x7f -> {
          return new Rub();
        }
        case 0x15 -> {
          return new Clear();
        }
        case 0x10 -> {
          return Move.UP;
        }
        case '\t', 0x0e -> {
          return Move.DOWN;
        }
        case ESCAPE -> {
          int more = screen.key(SEQUENCE);
          if (more == Screen.NO_KEY || more == ESCAPE) {
            return new Leave();
          }
          Wish move = more == '[' || more == 'O' ? sequence() : null;
          if (move != null) {
            return move;
          }
        }
        default -> {
          if (!Character.isISOControl(key)) {
            return new Typed(key);
          }
        }
      }
    }
  }

  /** The rest of a sequence of ECMA-48: parameters, then the byte that ends it. */
  private @Nullable Wish sequence() throws IOException {
    var parameters = new StringBuilder();
    int key = screen.key(SEQUENCE);
    for (; key < 0x40 && key >= 0x20; key = screen.key(SEQUENCE)) {
      if (parameters.length() < LONGEST_PARAMETER) {
        parameters.appendCodePoint(key);
      }
    }
    return switch (key) {
      case 'A' -> Move.UP;
      case 'B' -> Move.DOWN;
      case 'H' -> Move.FIRST;
      case 'F' -> Move.LAST;
      case '~' ->
          switch (parameters.toString()) {
            case "1", "7" -> Move.FIRST;
            case "4", "8" -> Move.LAST;
            case "5" -> Move.PAGE_UP;
            case "6" -> Move.PAGE_DOWN;
            default -> null;
          };
      default -> null;
    };
  }
}
