package io.github.spheronssh.terminal;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Attributes.OutputFlag;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** The console of Windows, which only native calls reach; JLine makes them. */
final class JLineTty implements Tty, Screen {
  private static final int LONGEST_LINE = 4096;
  private static final int INTERRUPT = 0x03;
  private static final int END_OF_INPUT = 0x04;
  private static final int BACKSPACE = 0x08;
  private static final int END_OF_INPUT_ON_WINDOWS = 0x1a;
  private static final int DELETE = 0x7f;

  private @Nullable Terminal opened;

  /** The console, opened when it is first needed: that takes long. */
  private synchronized Terminal console() throws IOException {
    Terminal console = opened;
    if (console == null) {
      console =
          TerminalBuilder.builder()
              .system(true)
              .devTty(true)
              .dumb(false)
              .graphemeCluster(false) // asks the terminal by writing to it
              .build();
      opened = console;
    }
    return console;
  }

  @Override
  public @Nullable String readLine(String question) throws IOException {
    char[] line = read(question, true);
    return line == null ? null : new String(line);
  }

  @Override
  public char @Nullable [] readSecret(String question) throws IOException {
    return read(question, false);
  }

  @Override
  public Optional<Screen> screen() {
    return Optional.of(this);
  }

  @Override
  public Size size() throws IOException {
    var size = console().getSize();
    return size.getColumns() < 1 || size.getRows() < 1
        ? Size.USUAL
        : new Size(size.getColumns(), size.getRows());
  }

  /** None: a console of Windows has no such modes. */
  @Override
  public Map<Integer, Integer> modes() {
    return Map.of();
  }

  @Override
  public Ending rawMode() throws IOException {
    Terminal console = console();
    Attributes saved = console.getAttributes();
    Restoration restoration = Restoration.by(() -> console.setAttributes(saved));
    Attributes raw = new Attributes(saved);
    raw.setLocalFlag(LocalFlag.ECHO, false);
    raw.setLocalFlag(LocalFlag.ICANON, false);
    raw.setLocalFlag(LocalFlag.ISIG, false);
    raw.setLocalFlag(LocalFlag.IEXTEN, false);
    raw.setOutputFlag(OutputFlag.OPOST, false);
    console.setAttributes(raw);
    return restoration;
  }

  @Override
  public Ending onResize(Consumer<Size> listener) throws IOException {
    Terminal console = console();
    var before = console.handle(Signal.WINCH, signal -> tell(listener));
    return () -> console.handle(Signal.WINCH, before);
  }

  @Override
  public void suspend() throws IOException {
    throw new IOException("Windows can't suspend a program");
  }

  @Override
  public void background() throws IOException {
    throw new IOException("Windows can't put a program into the background");
  }

  @Override
  public int key() throws IOException {
    return key(console().reader().read());
  }

  @Override
  public int key(Duration patience) throws IOException {
    return key(console().reader().read(patience.toMillis()));
  }

  /** A character beyond the first plane comes in two halves; JLine says -2 where none came. */
  private int key(int read) throws IOException {
    return read < 0
        ? NO_KEY
        : Character.isHighSurrogate((char) read)
            ? Character.toCodePoint((char) read, (char) console().reader().read())
            : read;
  }

  @Override
  public void draw(String text) throws IOException {
    write(console(), text);
  }

  private void tell(Consumer<Size> listener) {
    try {
      listener.accept(size());
    } catch (IOException e) {
      return; // the console went away, which its reader is told
    }
  }

  /** Reads a line key by key, since the console's own line editing is out of JLine's reach. */
  private char @Nullable [] read(String question, boolean echo) throws IOException {
    Terminal console = console();
    char[] typed = new char[LONGEST_LINE];
    try (var _ = rawMode()) {
      write(console, question);
      int length = 0;
      while (true) {
        int key = console.reader().read();
        switch (key) {
          case '\r', '\n' -> {
            return Arrays.copyOf(typed, length);
          }
          case INTERRUPT -> Signals.raise("INT");
          case -1, END_OF_INPUT, END_OF_INPUT_ON_WINDOWS -> {
            return length == 0 ? null : Arrays.copyOf(typed, length);
          }
          case BACKSPACE, DELETE -> {
            if (length > 0) {
              length--;
              write(console, echo ? "\b \b" : "");
            }
          }
          default -> {
            if (length == LONGEST_LINE) {
              throw new IOException("a line of more than " + LONGEST_LINE + " characters");
            }
            typed[length++] = (char) key;
            write(console, echo ? Visible.line(String.valueOf((char) key)) : "");
          }
        }
      }
    } finally {
      Arrays.fill(typed, '\0');
      write(console, "\r\n");
    }
  }

  private static void write(Terminal console, String text) {
    console.writer().write(text);
    console.writer().flush();
  }
}
