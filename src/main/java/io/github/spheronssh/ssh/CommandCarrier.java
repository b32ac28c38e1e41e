package io.github.spheronssh.ssh;

import io.github.spheronssh.SpheronSshException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A program of the user's own whose stdin and stdout lead to the server (ssh_config(5),
 * ProxyCommand). What it says on stderr is for the user.
 *
 * @param text the command as the user wrote it, for messages
 * @param words what to start for a target: the shell and its arguments
 */
public record CommandCarrier(String text, Start words) implements Carrier {
  /** How long a program may take to end that was asked to. */
  private static final Duration END = Duration.ofSeconds(1);

  /** Tells what is started for a target. */
  @FunctionalInterface
  public interface Start {
    /**
     * The program and its arguments.
     *
     * @throws SpheronSshException where the target's names can't be given to a shell
     */
    List<String> wordsFor(Target target) throws SpheronSshException;
  }

  @Override
  public Link carry(Target target, Duration limit, Observer observer) throws SshException {
    observer.on(new Event.Carried(title()));
    List<String> command;
    try {
      command = words.wordsFor(target);
    } catch (SpheronSshException e) {
      throw Failures.of(Layer.TCP, e);
    }
    try {
      return new ProcessLink(new ProcessBuilder(command).redirectError(Redirect.INHERIT).start());
    } catch (IOException e) {
      throw new SshException(
          Layer.TCP, "the ProxyCommand could not be started: " + e.getMessage(), null, e);
    }
  }

  @Override
  public String title() {
    return "the ProxyCommand " + text;
  }

  /** The streams of a running program. */
  private record ProcessLink(Process process) implements Link {
    @Override
    public InputStream in() {
      return new FilterInputStream(process.getInputStream()) {
        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
          int count = super.read(bytes, offset, length);
          if (count < 0) {
            throw new IOException(end());
          }
          return count;
        }
      };
    }

    /** What became of the program whose output has ended. */
    private String end() {
      try {
        return process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)
            ? "the ProxyCommand ended with status " + process.exitValue()
            : "the ProxyCommand closed its output";
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return "the ProxyCommand closed its output";
      }
    }

    @Override
    public OutputStream out() {
      return process.getOutputStream();
    }

    @Override
    public Optional<InetSocketAddress> peer() {
      return Optional.empty();
    }

    @Override
    public void close() {
      process.destroy();
    }
  }
}
