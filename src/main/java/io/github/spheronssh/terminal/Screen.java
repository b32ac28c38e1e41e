package io.github.spheronssh.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** What a shell needs of the controlling terminal. */
public interface Screen {
  /** The size of a terminal in characters; both are at least 1. */
  record Size(int columns, int rows) {
    /** What is taken for the size of a terminal that doesn't tell. */
    public static final Size USUAL = new Size(80, 24);
  }

  /** Undoes what was begun: leaves raw mode, or stops to listen. */
  interface Ending extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  /** The size as it is now; {@link Size#USUAL} where the terminal doesn't tell. */
  Size size() throws IOException;

  /**
   * The terminal's modes as a {@code pty-req} sends them, from opcode to value (RFC 4254, section
   * 8).
   */
  Map<Integer, Integer> modes() throws IOException;

  /**
   * Hands each key to the program as it is, as OpenSSH's client does: no echo, no line editing, no
   * signals. Closing it puts the terminal back, and so does the end of the program by any signal
   * that can be met.
   */
  Ending rawMode() throws IOException;

  /** Calls the listener, on a thread of its own, with each new size. */
  Ending onResize(Consumer<Size> listener) throws IOException;

  /**
   * Stops this process as the key ^Z would, and returns when it is told to go on.
   *
   * @throws IOException where the system has no such thing
   */
  void suspend() throws IOException;

  /**
   * Gives the terminal back to the shell that started this process, which goes on in the background
   * as after ^Z and {@code bg}; from then on it can't read the terminal.
   *
   * @throws IOException where the system has no such thing
   */
  void background() throws IOException;

  /**
   * The keys as they come. Closing it ends a read that waits for one, which then takes none: what
   * is typed afterwards is for whoever reads next.
   *
   * @throws IOException where the system can't end a read
   */
  default InputStream keys() throws IOException {
    throw new IOException("a read from this terminal can't be ended");
  }

  /** What {@link #key} says where no key came. */
  int NO_KEY = -1;

  /** Waits in raw mode for the next character typed; {@link #NO_KEY} at the end of input. */
  int key() throws IOException;

  /** The next character, if one is typed within this time, else {@link #NO_KEY}. */
  int key(Duration patience) throws IOException;

  /** Sends text and control sequences to the terminal as they are. */
  void draw(String text) throws IOException;
}
