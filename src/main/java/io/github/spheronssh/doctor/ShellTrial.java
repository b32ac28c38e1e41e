package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.doctor.Result.Failure;
import io.github.spheronssh.doctor.Result.Ok;
import io.github.spheronssh.doctor.Result.Warning;
import io.github.spheronssh.ssh.Event;
import io.github.spheronssh.ssh.ExitStatus;
import io.github.spheronssh.ssh.Program;
import io.github.spheronssh.ssh.Pty;
import io.github.spheronssh.ssh.RemoteProgram;
import io.github.spheronssh.ssh.SessionRequest;
import io.github.spheronssh.ssh.SshSession;
import io.github.spheronssh.ssh.Streams;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * A shell on a terminal, at which nothing is typed: it would stand in the user's history. It is
 * well where it says something, such as its prompt, and stays.
 */
final class ShellTrial {
  private static final Duration WORD = Duration.ofSeconds(3);
  private static final Duration STAY = Duration.ofMillis(200);
  private static final Pty TERMINAL = new Pty("xterm", 80, 24, Map.of());

  private ShellTrial() {}

  static Result hold(Remote remote) throws SpheronSshException {
    SshSession session = remote.session();
    String remedy = "spheron-ssh connect -T %s /bin/sh".formatted(remote.name());
    var silence = new Silence();
    var sink = new Sink();
    var request = new SessionRequest(new Program.Shell(), Optional.empty(), List.of());
    int before = refusals(session);
    RemoteProgram shell = session.start(request.on(TERMINAL), new Streams(silence, sink, sink));
    try {
      if (refusals(session) > before) {
        return new Failure("the server gives no terminal", remedy);
      }
      var ending = Ending.of(shell);
      boolean spoke = sink.awaitWord(WORD);
      Optional<ExitStatus> end = ending.within(STAY);
      if (end.isPresent()) {
        String last = sink.text().lines().filter(line -> !line.isBlank()).reduce("", (_, b) -> b);
        return new Failure(
            "the shell ended at once, with status "
                + end.get().code()
                + (last.isEmpty() ? "" : ": " + last),
            remedy);
      }
      return spoke
          ? new Ok("a shell started on a terminal")
          : new Warning(
              "the shell started, and showed no prompt within %d s".formatted(WORD.toSeconds()),
              remedy);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Failure("no shell in time", remedy);
    } finally {
      silence.close();
      shell.abandon();
    }
  }

  private static int refusals(SshSession session) {
    return (int)
        session.trace().all(Event.SessionStep.class).stream()
            .filter(step -> step.text().contains("pty-req"))
            .count();
  }

  /** Input at which nobody types. */
  private static final class Silence extends InputStream {
    private final CountDownLatch over = new CountDownLatch(1);

    @Override
    public int read() {
      try {
        over.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      return read();
    }

    @Override
    public void close() {
      over.countDown();
    }
  }
}
