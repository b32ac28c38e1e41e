package io.github.spheronssh.ssh;

import java.util.Map;

/**
 * The terminal that the remote side is to make (RFC 4254, 6.2).
 *
 * @param term the kind of terminal, as in {@code $TERM}
 * @param columns its width in characters
 * @param rows its height in characters
 * @param modes the encoded modes of RFC 4254, 8: opcode to value
 */
public record Pty(String term, int columns, int rows, Map<Integer, Integer> modes) {
  /** Copies the map. */
  public Pty {
    modes = Map.copyOf(modes);
  }
}
