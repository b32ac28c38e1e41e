package io.github.spheronssh.forward;

import io.github.spheronssh.ssh.Place;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/**
 * The server's side of SOCKS 4, 4a and 5 (RFC 1928), without authentication: the client says where
 * it wants to be connected to, and is told whether it was. Never reads beyond the request.
 */
final class Socks {
  private static final int LONGEST_TEXT = 255;
  private static final int CONNECT = 1;
  private static final int NO_AUTHENTICATION = 0;
  private static final int NO_METHOD = 0xff;

  private final InputStream in;
  private final OutputStream out;
  private int version;

  /** What a client is told, by its numbers in SOCKS 4 and 5. */
  enum Answer {
    /** It is connected. */
    GRANTED(90, 0),
    /** It may not go there. */
    FORBIDDEN(91, 2),
    /** The place could not be reached. */
    FAILED(91, 5),
    /** It wants something else than to be connected. */
    UNKNOWN_COMMAND(91, 7),
    /** It names the place in a way that isn't known. */
    UNKNOWN_ADDRESS(91, 8);

    private final int four;
    private final int five;

    Answer(int four, int five) {
      this.four = four;
      this.five = five;
    }
  }

  /** The client said what no SOCKS client says, or asked for what isn't there. */
  static final class Fault extends IOException {
    private static final long serialVersionUID = 1L;

    private Fault(String message) {
      super(message);
    }
  }

  Socks(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /**
   * Reads where the client wants to be connected to; it waits for the answer.
   *
   * @throws Fault where it says something else; it was told, as far as SOCKS has words for it
   */
  Place.Host request() throws IOException {
    version = octet();
    return switch (version) {
      case 4 -> four();
      case 5 -> five();
      default -> throw new Fault("the client speaks no SOCKS: its first byte is " + version);
    };
  }

  /** Tells the client what became of its request. */
  void answer(Answer answer) throws IOException {
    out.write(
        version == 4
            ? new byte[] {0, (byte) answer.four, 0, 0, 0, 0, 0, 0}
            : new byte[] {5, (byte) answer.five, 0, 1, 0, 0, 0, 0, 0, 0});
    out.flush();
  }

  private Place.Host four() throws IOException {
    int command = octet();
    int port = port();
    byte[] address = octets(4);
    text(); // the user's name, which proves nothing
    boolean named = address[0] == 0 && address[1] == 0 && address[2] == 0 && address[3] != 0;
    String name = named ? text() : literal(address);
    return checked(command, name, port);
  }

  private Place.Host five() throws IOException {
    byte[] methods = octets(octet());
    boolean open = false;
    for (byte method : methods) {
      open |= method == NO_AUTHENTICATION;
    }
    out.write(new byte[] {5, (byte) (open ? NO_AUTHENTICATION : NO_METHOD)});
    out.flush();
    if (!open) {
      throw new Fault("the client wants to authenticate itself");
    }
    int again = octet();
    if (again != 5) {
      throw new Fault("the client changed to version " + again + " of SOCKS");
    }
    int command = octet();
    octet(); // reserved
    int kind = octet();
    String name =
        switch (kind) {
          case 1 -> literal(octets(4));
          case 3 -> new String(octets(octet()), StandardCharsets.ISO_8859_1);
          case 4 -> literal(octets(16));
          default -> {
            answer(Answer.UNKNOWN_ADDRESS);
            throw new Fault("the client has an address of the unknown kind " + kind);
          }
        };
    return checked(command, name, port());
  }

  /** A name goes to the other side as it stands, so it has to look like one. */
  private Place.Host checked(int command, String name, int port) throws IOException {
    if (command != CONNECT) {
      answer(Answer.UNKNOWN_COMMAND);
      throw new Fault("the client wants something else than a connection: command " + command);
    }
    if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      answer(Answer.UNKNOWN_ADDRESS);
      throw new Fault("the client names no host");
    }
    return new Place.Host(name, port);
  }

  private static String literal(byte[] address) throws IOException {
    return InetAddress.getByAddress(address).getHostAddress();
  }

  /** A text that ends with a zero. */
  private String text() throws IOException {
    var text = new StringBuilder();
    for (int c = octet(); c != 0; c = octet()) {
      if (text.length() == LONGEST_TEXT) {
        throw new Fault("the client sends a name longer than " + LONGEST_TEXT);
      }
      text.append((char) c);
    }
    return text.toString();
  }

  private int port() throws IOException {
    return octet() << 8 | octet();
  }

  private byte[] octets(int count) throws IOException {
    byte[] octets = in.readNBytes(count);
    if (octets.length < count) {
      throw ended();
    }
    return octets;
  }

  private int octet() throws IOException {
    int octet = in.read();
    if (octet < 0) {
      throw ended();
    }
    return octet;
  }

  private static EOFException ended() {
    return new EOFException("the client left before it had said where to");
  }
}
