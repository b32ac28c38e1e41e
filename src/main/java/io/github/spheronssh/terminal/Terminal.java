package io.github.spheronssh.terminal;

import io.github.spheronssh.terminal.Screen.Size;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The streams of one run, and the person behind them where there is one. Text is UTF-8.
 *
 * <p>Data goes to {@link #out}, everything else to {@link #err}. Questions go to the controlling
 * terminal, as ssh's do, so that they work where the streams are pipes.
 */
public final class Terminal {
  private final InputStream in;
  private final WatchedOutput rawOut;
  private final PrintStream out;
  private final PrintStream err;
  private volatile PrintStream log;
  private final boolean inIsTerminal;
  private final boolean outIsTerminal;
  private final boolean errIsTerminal;
  private final @Nullable Tty tty;
  private final StatusLine status;
  private final Ticker ticker;
  private volatile Manner manner = Manner.PLAIN;

  /** A terminal over the given streams; without a {@code tty} nobody can be asked. */
  public Terminal(
      InputStream in,
      OutputStream out,
      OutputStream err,
      boolean outIsTerminal,
      boolean errIsTerminal,
      @Nullable Tty tty) {
    this(in, out, err, false, outIsTerminal, errIsTerminal, tty);
  }

  /** A terminal over the given streams, of which standard input may be one too. */
  public Terminal(
      InputStream in,
      OutputStream out,
      OutputStream err,
      boolean inIsTerminal,
      boolean outIsTerminal,
      boolean errIsTerminal,
      @Nullable Tty tty) {
    this(in, out, err, inIsTerminal, outIsTerminal, errIsTerminal, tty, Ticker.REAL);
  }

  Terminal(
      InputStream in,
      OutputStream out,
      OutputStream err,
      boolean inIsTerminal,
      boolean outIsTerminal,
      boolean errIsTerminal,
      @Nullable Tty tty,
      Ticker ticker) {
    this.status = new StatusLine(err);
    this.in = in;
    this.rawOut = new WatchedOutput(out, outIsTerminal ? status : null);
    this.out = new PrintStream(rawOut, false, StandardCharsets.UTF_8);
    this.err = new PrintStream(new WatchedOutput(err, status), true, StandardCharsets.UTF_8);
    this.log = this.err;
    this.inIsTerminal = inIsTerminal;
    this.outIsTerminal = outIsTerminal;
    this.errIsTerminal = errIsTerminal;
    this.tty = tty;
    this.ticker = ticker;
  }

  /** Standard input, as bytes. */
  public InputStream in() {
    return in;
  }

  /** Standard output, for data that is text. */
  public PrintStream out() {
    return out;
  }

  /**
   * Standard output, for bytes; unlike {@link #out} it throws when they can't be written. Not to be
   * mixed with {@code out} without a flush between.
   */
  public OutputStream rawOut() {
    return rawOut;
  }

  /** Standard error, for everything else. */
  public PrintStream err() {
    return err;
  }

  /** Where this program's own messages go: standard error, unless they are written elsewhere. */
  public PrintStream log() {
    return log;
  }

  /** Writes this program's own messages there from now on. */
  public void logTo(OutputStream file) {
    log = new PrintStream(file, true, StandardCharsets.UTF_8);
  }

  /** Whether a person types standard input. */
  public boolean inIsTerminal() {
    return inIsTerminal;
  }

  /** Whether a person reads standard output. */
  public boolean outIsTerminal() {
    return outIsTerminal;
  }

  /** Whether a person reads standard error. */
  public boolean errIsTerminal() {
    return errIsTerminal;
  }

  /** Whether there is a person who may be asked. */
  public boolean isInteractive() {
    return tty != null && manner.asks();
  }

  /** How the program speaks. */
  public Manner manner() {
    return manner;
  }

  /** Settles how the program speaks, once the options are read. */
  public void speak(Manner asked) {
    manner = asked;
  }

  /** The colours of standard output. */
  public Style outStyle() {
    return new Style(manner.color().orElse(outIsTerminal));
  }

  /** The colours of standard error. */
  public Style errStyle() {
    return new Style(manner.color().orElse(errIsTerminal));
  }

  /** The controlling terminal as a shell needs it, where there is one. */
  public Optional<Screen> screen() {
    return tty == null ? Optional.empty() : tty.screen();
  }

  /** The width of the terminal in characters; 80 where there is none, or it doesn't tell. */
  public int columns() {
    try {
      Optional<Screen> screen = screen();
      return (screen.isPresent() ? screen.get().size() : Size.USUAL).columns();
    } catch (IOException e) {
      return Size.USUAL.columns(); // a terminal that doesn't tell
    }
  }

  /** Tells the user something beside the data, unless {@code -q} asks for less. */
  public void note(String text) {
    if (manner.verbosity() >= 0) {
      log.println("spheron-ssh: " + Visible.line(text));
    }
  }

  /** Tells something in the words of ssh, which others read, unless {@code -q} asks for quiet. */
  public void say(String text) {
    if (manner.verbosity() >= 0) {
      log.println(Visible.line(text));
    }
  }

  /** Tells what {@code -v} given {@code level} times, 1 to 3, asks for. Never a secret. */
  public void detail(int level, Supplier<String> text) {
    if (manner.verbosity() >= level) {
      log.println("debug" + level + ": " + Visible.line(text.get()));
    }
  }

  /** Says what is waited for, if it takes longer than a second, until it is closed. */
  public Progress progress(String what) {
    return new Progress(this, status, ticker, what);
  }

  /** Writes nothing to standard output any more; whoever reads it is not kept waiting for more. */
  public void endOutput() {
    out.close();
  }

  /**
   * Asks for a line.
   *
   * @param remedy the option that answers the question where nobody is there to ask
   * @throws NoTerminalException where nobody may be asked, or the input ended
   */
  public String ask(String question, String remedy) throws NoTerminalException {
    return answered(question, remedy, person -> person.readLine(Visible.lines(question)));
  }

  /**
   * Asks for a secret without echo; the array is the caller's to wipe.
   *
   * @param remedy the option that answers the question where nobody is there to ask
   * @throws NoTerminalException where nobody may be asked, or the input ended
   */
  public char[] readSecret(String question, String remedy) throws NoTerminalException {
    return answered(question, remedy, person -> person.readSecret(Visible.lines(question)));
  }

  /**
   * Asks until the answer is yes or no.
   *
   * @param remedy the option that answers the question where nobody is there to ask
   * @throws NoTerminalException where nobody may be asked, or the input ended
   */
  public boolean confirm(String question, String remedy) throws NoTerminalException {
    return answered(
        question, remedy, person -> person.confirm(Visible.lines(question)).orElse(null));
  }

  /**
   * Has the person choose one of some rows, and tells its index; empty where they leave.
   *
   * @param byNumber whether they type its number, for a terminal that can't be drawn on
   * @param remedy the option that answers the question where nobody is there to ask
   * @throws NoTerminalException where nobody may be asked, or the input ended
   */
  public OptionalInt choose(String title, List<String> rows, boolean byNumber, String remedy)
      throws NoTerminalException {
    return answered(
        title,
        remedy,
        person -> {
          Optional<Screen> drawn = byNumber ? Optional.empty() : person.screen();
          return drawn.isPresent()
              ? new Menu(drawn.get(), title, rows).choose()
              : new NumberedList(title, rows).choose(person);
        });
  }

  /** Flushes both streams, and tells what went wrong with standard output since the start. */
  public Optional<IOException> flush() {
    out.flush();
    err.flush();
    log.flush();
    return rawOut.failure();
  }

  private <T> T answered(String question, String remedy, Question<T> asking)
      throws NoTerminalException {
    String asked = question.strip().replaceAll("[:?]+$", "").replaceAll("\\s*\\R\\s*", " ");
    if (tty == null || !manner.asks()) {
      throw new NoTerminalException("nobody is there to answer: " + asked, remedy);
    }
    status.hold();
    try {
      T answer = asking.ask(tty);
      if (answer == null) {
        throw new NoTerminalException("not answered: " + asked, remedy);
      }
      return answer;
    } catch (IOException e) {
      throw new NoTerminalException("could not ask: " + asked + ": " + e.getMessage(), remedy);
    } finally {
      status.release();
    }
  }

  /** One question to the person; null where the input ended. */
  private interface Question<T> {
    @Nullable T ask(Tty person) throws IOException;
  }
}
