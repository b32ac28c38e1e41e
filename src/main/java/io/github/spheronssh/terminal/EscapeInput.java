package io.github.spheronssh.terminal;

import java.io.IOException;
import java.io.InputStream;

/**
 * Keys on their way to a remote program. At the start of a line the escape character makes the next
 * key a word to this side, as ssh(1), ESCAPE CHARACTERS, has it; twice it is sent once.
 */
public final class EscapeInput extends InputStream {
  private static final int CHUNK = 32 * 1024;

  /** What a terminal takes for the end of what is typed: a remote shell ends by it. */
  private static final byte END_OF_TRANSMISSION = 4;

  private final InputStream keys;
  private final int escape;
  private final Listener listener;
  private final byte[] typed = new byte[CHUNK];
  private boolean lineStart = true;
  private boolean pending;
  private boolean ended;

  /** What becomes of an escape. */
  public enum Verdict {
    /** It was one, and nothing of it is sent. */
    DONE,
    /** It is none: both keys are sent. */
    UNKNOWN,
    /** It was one; the remote side is told of the end, and nothing more is read. */
    LAST
  }

  /** Carries out an escape. */
  @FunctionalInterface
  public interface Listener {
    /** The key that followed the escape character, on the thread that reads. */
    Verdict escaped(int key) throws IOException;
  }

  /** Keys of which those after {@code escape} at the start of a line go to the listener. */
  public EscapeInput(InputStream keys, int escape, Listener listener) {
    this.keys = keys;
    this.escape = escape;
    this.listener = listener;
  }

  /** Not to be had: an escape that is none sends two keys at once. */
  @Override
  public int read() {
    throw new UnsupportedOperationException("keys are read in blocks");
  }

  /**
   * Reads what there is.
   *
   * @param length at least 2, since an escape that is none is two keys
   */
  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int sent = 0;
    while (sent == 0) {
      if (ended) {
        return -1;
      }
      int count = keys.read(typed, 0, Math.min(typed.length, length / 2));
      if (count < 0) {
        return -1;
      }
      for (int i = 0; i < count && !ended; i++) {
        sent = take(typed[i] & 0xff, bytes, offset, sent);
      }
    }
    return sent;
  }

  /** Puts what a key sends behind the bytes before, and tells how many they are then. */
  private int take(int key, byte[] bytes, int offset, int before) throws IOException {
    int sent = before;
    if (pending) {
      pending = false;
      if (key != escape) {
        switch (listener.escaped(key)) {
          case DONE -> {
            return sent;
          }
          case LAST -> {
            ended = true;
            bytes[offset + sent++] = END_OF_TRANSMISSION;
            return sent;
          }
          case UNKNOWN -> bytes[offset + sent++] = (byte) escape;
        }
      }
    } else if (key == escape && lineStart) {
      pending = true;
      return sent;
    }
    lineStart = key == '\r' || key == '\n';
    bytes[offset + sent++] = (byte) key;
    return sent;
  }
}
