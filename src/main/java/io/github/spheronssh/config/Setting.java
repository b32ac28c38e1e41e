package io.github.spheronssh.config;

import java.util.List;

/**
 * What one line sets.
 *
 * @param place what an error calls the line: {@code -o}, or a file and its line
 */
public record Setting(List<String> arguments, Origin origin, String place) {
  /** Copies the list. */
  public Setting {
    arguments = List.copyOf(arguments);
  }

  /** The same with other arguments. */
  Setting with(List<String> other) {
    return new Setting(other, origin, place);
  }
}
