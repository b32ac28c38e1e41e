package io.github.spheronssh.ssh;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * What a server announces beside its algorithms. Its messages stay as they are for whoever judges
 * them; of one that is cut off nothing is told.
 */
final class Announcements {
  private static final int COOKIE = 16;
  private static final int LISTS = 10;
  private static final int MAXIMUM_EXTENSIONS = 32;
  private static final int MAXIMUM_SHOWN = 2000;

  private Announcements() {}

  /** Whether a guessed packet follows a KEXINIT (RFC 4253, 7). */
  static List<Event> guess(Buffer message) {
    return reading(
        message,
        () -> {
          message.rpos(message.rpos() + COOKIE);
          for (int list = 0; list < LISTS; list++) {
            message.getBytes();
          }
          String follows = message.getBoolean() ? "the server sends a guess" : "no guess";
          return List.of(new Event.HandshakeStep(follows + " with the algorithms"));
        });
  }

  /** Says in a KEXINIT that a guess follows it. */
  static void announceGuess(byte[] message, int end) {
    message[end - Integer.BYTES - 1] = 1; // a reserved number comes last
  }

  /** The first names in the lists of key exchange methods and host key algorithms. */
  static Optional<Guess> firstChoices(Buffer message) {
    int start = message.rpos();
    try {
      message.rpos(start + COOKIE);
      return Optional.of(new Guess(firstName(message), firstName(message)));
    } catch (RuntimeException e) {
      return Optional.empty(); // cut off: MINA itself will say so
    } finally {
      message.rpos(start);
    }
  }

  private static String firstName(Buffer list) {
    return new String(list.getBytes(), StandardCharsets.UTF_8).split(",", 2)[0];
  }

  /** The extensions of an EXT_INFO (RFC 8308, 2.3). */
  static List<Event> extensions(Buffer message) {
    return reading(
        message,
        () -> {
          List<Event> told = new ArrayList<>();
          long count = Math.min(message.getUInt(), MAXIMUM_EXTENSIONS);
          for (long extension = 0; extension < count; extension++) {
            String name = text(message);
            told.add(new Event.HandshakeStep("the server's %s: %s".formatted(name, text(message))));
          }
          return told;
        });
  }

  private static String text(Buffer message) {
    String text = new String(message.getBytes(), StandardCharsets.UTF_8);
    return text.length() > MAXIMUM_SHOWN ? text.substring(0, MAXIMUM_SHOWN) + "…" : text;
  }

  private interface Reading {
    List<Event> read();
  }

  private static List<Event> reading(Buffer message, Reading reading) {
    int start = message.rpos();
    try {
      return reading.read();
    } catch (RuntimeException e) {
      return List.of(); // cut off: MINA itself will say so
    } finally {
      message.rpos(start);
    }
  }
}
