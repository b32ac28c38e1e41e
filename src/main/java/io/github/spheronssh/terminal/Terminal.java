package io.github.spheronssh.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The streams of one run, and the person behind them where there is one. Text is UTF-8.
 *
 * <p>Data goes to {@link #out}, everything else to {@link #err}. Questions go to the controlling
 * terminal, as ssh's do, so that they work where the streams are pipes.
 */
public final class Terminal {
  private final InputStream in;
  private final Watched rawOut;
  private final PrintStream out;
  private final PrintStream err;
  private final boolean outIsTerminal;
  private final boolean errIsTerminal;
  private final @Nullable Tty tty;

  /** A terminal over the given streams; without a {@code tty} nobody can be asked. */
  public Terminal(
      InputStream in,
      OutputStream out,
      OutputStream err,
      boolean outIsTerminal,
      boolean errIsTerminal,
      @Nullable Tty tty) {
    this.in = in;
    this.rawOut = new Watched(out);
    this.out = new PrintStream(rawOut, false, StandardCharsets.UTF_8);
    this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
    this.outIsTerminal = outIsTerminal;
    this.errIsTerminal = errIsTerminal;
    this.tty = tty;
  }

  /** Standard input, as bytes. */
  public InputStream in() {
    return in;
  }

  /** Standard output, for data. */
  public PrintStream out() {
    return out;
  }

  /** Standard error, for everything else. */
  public PrintStream err() {
    return err;
  }

  /** Whether a person reads standard output. */
  public boolean outIsTerminal() {
    return outIsTerminal;
  }

  /** Whether a person reads standard error. */
  public boolean errIsTerminal() {
    return errIsTerminal;
  }

  /** Whether there is a person to ask. */
  public boolean isInteractive() {
    return tty != null;
  }

  /**
   * Asks for a line.
   *
   * @param remedy the option that answers the question where nobody is there to ask
   * @throws NoTerminalException where there is nobody to ask, or the input ended
   */
  public String ask(String question, String remedy) throws NoTerminalException {
    try {
      String line = tty == null ? null : tty.readLine(question);
      if (line == null) {
        throw unanswered(question, remedy);
      }
      return line;
    } catch (IOException e) {
      throw unanswered(question, remedy);
    }
  }

  /**
   * Asks for a secret without echo; the array is the caller's to wipe.
   *
   * @param remedy the option that answers the question where nobody is there to ask
   * @throws NoTerminalException where there is nobody to ask, or the input ended
   */
  public char[] readSecret(String question, String remedy) throws NoTerminalException {
    try {
      char[] secret = tty == null ? null : tty.readSecret(question);
      if (secret == null) {
        throw unanswered(question, remedy);
      }
      return secret;
    } catch (IOException e) {
      throw unanswered(question, remedy);
    }
  }

  /** Flushes both streams, and tells what went wrong with standard output since the start. */
  public Optional<IOException> flush() {
    out.flush();
    err.flush();
    return Optional.ofNullable(rawOut.failure);
  }

  private static NoTerminalException unanswered(String question, String remedy) {
    return new NoTerminalException(
        "nobody is there to answer: " + question.strip().replaceAll("[:?]+$", ""), remedy);
  }

  /** Keeps the first failure, which a PrintStream swallows. */
  private static final class Watched extends java.io.FilterOutputStream {
    private volatile @Nullable IOException failure;

    Watched(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        failure = failure == null ? e : failure;
        throw e;
      }
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }
  }
}
