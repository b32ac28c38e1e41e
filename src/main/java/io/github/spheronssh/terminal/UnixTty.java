package io.github.spheronssh.terminal;

import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The controlling terminal of a process on Unix; {@code stty} reads and changes its modes. */
final class UnixTty implements Tty, Screen {
  private static final int LONGEST_LINE = 64 * 1024;
  private static final Duration KEY_PAUSE = Duration.ofMillis(2);

  /** What OpenSSH's client sets (its sshtty.c), in the words that POSIX has for it. */
  private static final String[] RAW =
      ("ignpar -istrip -inlcr -igncr -icrnl -ixon -ixany -ixoff"
              + " -isig -icanon -echo -echoe -echok -echonl -iexten -opost min 1 time 0")
          .split(" ");

  private final InputStream in;
  private final OutputStream out;
  private final Path device;
  private final String path;

  private UnixTty(InputStream in, OutputStream out, Path device, String path) {
    this.in = in;
    this.out = out;
    this.device = device;
    this.path = path;
  }

  /** The controlling terminal; empty where the process has none. */
  static Optional<UnixTty> open(Path device, String path) {
    try {
      // WRITE alone: nothing is created where a container has no /dev/tty.
      var out = Files.newOutputStream(device, StandardOpenOption.WRITE);
      return Optional.of(new UnixTty(new FileInputStream(device.toFile()), out, device, path));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public @Nullable String readLine(String question) throws IOException {
    write(question);
    byte[] line = line();
    return line == null ? null : new String(line, StandardCharsets.UTF_8);
  }

  @Override
  public char @Nullable [] readSecret(String question) throws IOException {
    Stty stty = stty();
    String saved = stty.save();
    try (var _ = Restoration.by(() -> showAgain(stty, saved))) {
      stty.run("-echo");
      write(question);
      byte[] line = line();
      return line == null ? null : decode(line);
    }
  }

  @Override
  public Optional<Screen> screen() {
    return Optional.of(this);
  }

  @Override
  public Size size() throws IOException {
    return TerminalModes.parse(stty().run("-a")).size().orElse(Size.USUAL);
  }

  @Override
  public Map<Integer, Integer> modes() throws IOException {
    return TerminalModes.parse(stty().run("-a")).byOpcode();
  }

  @Override
  public Ending rawMode() throws IOException {
    Stty stty = stty();
    String saved = stty.save();
    Restoration restoration = Restoration.by(() -> stty.restore(saved));
    try {
      stty.run(RAW);
    } catch (IOException e) {
      restoration.close();
      throw e;
    }
    return restoration;
  }

  @Override
  public Ending onResize(Consumer<Size> listener) {
    return Signals.on("WINCH", () -> tell(listener));
  }

  @Override
  public void suspend() throws IOException {
    Posix.signal("TSTP");
  }

  @Override
  public void background() throws IOException {
    Signals.ignore("TTIN"); // whoever reads stdin meets an error instead of a stop
    Continuation.ofThisProcess();
    suspend();
  }

  @Override
  public InputStream keys() throws IOException {
    return Channels.newInputStream(FileChannel.open(device, StandardOpenOption.READ));
  }

  @Override
  public int key() throws IOException {
    int first = in.read();
    if (first < 0xc0) {
      return first;
    }
    // UTF-8 (RFC 3629, 3): the leading ones of the first byte count the bytes.
    int following = Math.min(3, Integer.numberOfLeadingZeros(~(first << 24)) - 1);
    int character = first & (0x3f >> following);
    for (int i = 0; i < following; i++) {
      character = character << 6 | (in.read() & 0x3f);
    }
    return Character.isValidCodePoint(character) ? character : '?';
  }

  @Override
  public int key(Duration patience) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (in.available() == 0) {
      if (System.nanoTime() >= deadline) {
        return NO_KEY;
      }
      LockSupport.parkNanos(KEY_PAUSE.toNanos());
    }
    return key();
  }

  @Override
  public void draw(String text) throws IOException {
    write(text);
  }

  private void tell(Consumer<Size> listener) {
    try {
      listener.accept(size());
    } catch (IOException e) {
      return; // the terminal went away, which its reader is told
    }
  }

  private Stty stty() throws IOException {
    return Stty.on(device, path);
  }

  private void showAgain(Stty stty, String saved) throws IOException {
    stty.restore(saved);
    write("\n"); // the one that was typed without echo, or that ^C had no time for
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** A line without its end; null at the end of input. The terminal hands out whole lines. */
  private byte @Nullable [] line() throws IOException {
    var line = new WipedBytes();
    try (line) {
      for (int b = in.read(); b != '\n'; b = in.read()) {
        if (b < 0) {
          return line.size() == 0 ? null : line.toByteArray();
        }
        if (line.size() == LONGEST_LINE) {
          throw new IOException("a line of more than " + LONGEST_LINE + " bytes");
        }
        line.write(b);
      }
      return line.toByteArray();
    }
  }

  private static char[] decode(byte[] line) {
    CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(line));
    Arrays.fill(line, (byte) 0);
    char[] secret = new char[text.remaining()];
    text.get(secret);
    Arrays.fill(text.array(), '\0');
    return secret;
  }

  /** Bytes that leave nothing behind; big enough from the start for any passphrase. */
  private static final class WipedBytes extends ByteArrayOutputStream {
    WipedBytes() {
      super(4096);
    }

    @Override
    public void close() {
      Arrays.fill(buf, (byte) 0);
    }
  }
}
