package io.github.spheronssh.key;

/**
 * OpenSSH's picture of a key: the path of a bishop that stumbles over a board as the bits of the
 * fingerprint lead it ("The drunken bishop", Loss, Limmer and von Gernler, 2009).
 */
public final class Randomart {
  private static final int WIDTH = 17;
  private static final int HEIGHT = 9;
  private static final String VISITS = " .o+=*BOX@%&#/^";
  private static final char START = 'S';
  private static final char END = 'E';

  private Randomart() {}

  /**
   * The picture of a key's SHA-256 fingerprint: eleven lines, without a line end after the last.
   */
  public static String of(PublicKeyLine key) {
    return of(key.label(), key, FingerprintHash.SHA256);
  }

  static String of(String label, PublicKeyLine key, FingerprintHash hash) {
    int[][] board = new int[HEIGHT][WIDTH];
    int x = WIDTH / 2;
    int y = HEIGHT / 2;
    for (byte eight : hash.digest(key.blob())) {
      for (int shift = 0; shift < 8; shift += 2) {
        int step = eight >> shift;
        x = Math.clamp(x + ((step & 1) == 0 ? -1 : 1), 0, WIDTH - 1);
        y = Math.clamp(y + ((step & 2) == 0 ? -1 : 1), 0, HEIGHT - 1);
        board[y][x] = Math.min(board[y][x] + 1, VISITS.length() - 1);
      }
    }
    return draw(board, x, y, title(label, key.bits()), "[" + hash + "]");
  }

  /** Without the size where both don't fit, and without its end where ssh-keygen cuts it off. */
  private static String title(String label, int bits) {
    String whole = "[%s %d]".formatted(label, bits);
    String title = whole.length() > WIDTH ? "[" + label + "]" : whole;
    return title.substring(0, Math.min(title.length(), WIDTH - 1));
  }

  private static String draw(int[][] board, int endX, int endY, String title, String end) {
    var picture = new StringBuilder(border(title)).append('\n');
    for (int y = 0; y < HEIGHT; y++) {
      picture.append('|');
      for (int x = 0; x < WIDTH; x++) {
        boolean isStart = x == WIDTH / 2 && y == HEIGHT / 2;
        boolean isEnd = x == endX && y == endY;
        picture.append(isEnd ? END : isStart ? START : VISITS.charAt(board[y][x]));
      }
      picture.append("|\n");
    }
    return picture.append(border(end)).toString();
  }

  private static String border(String title) {
    int left = (WIDTH - title.length()) / 2;
    int right = WIDTH - title.length() - left;
    return "+" + "-".repeat(left) + title + "-".repeat(right) + "+";
  }
}
