package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.ssh.RemoteProgram;
import io.github.spheronssh.ssh.SessionRequest;
import io.github.spheronssh.ssh.Streams;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is measured on a connection: how long an answer takes, and how much goes through. */
final class Line {
  /** How much is carried at first, to see how much more makes sense. */
  static final int FIRST = 64 * 1024;

  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final Duration SHORT = Duration.ofMillis(250);
  private static final int PINGS = 2;
  private static final List<Integer> LARGE = List.of(16 * 1024, 16 * 1024);
  private static final int BLOCK = 16 * 1024;

  private static final int MOST = 1024 * 1024;

  private final Remote remote;
  private final Fact<Optional<Duration>> roundTrip = new Fact<>(this::ping);
  private final Fact<Flow> down = new Fact<>(() -> download(FIRST));
  private final Fact<Flow> up = new Fact<>(() -> upload(FIRST));

  Line(Remote remote) {
    this.remote = remote;
  }

  /**
   * What went one way.
   *
   * @param bytes as many as arrived, as far as is known
   * @param ended whether the other side came to its end in time
   * @param took until that was known here
   * @param trip as much of it as a round trip takes, in which nothing flows
   */
  record Flow(long bytes, boolean ended, Duration took, Duration trip) {
    /** Bytes a second. */
    long rate() {
      long flown = Math.max(took.toNanos() - trip.toNanos(), took.toNanos() / 4);
      return bytes * 1_000_000_000 / Math.max(1, flown);
    }
  }

  /** The shortest of a few round trips; absent where one got no answer. */
  Optional<Duration> roundTrip() throws SpheronSshException {
    return roundTrip.get();
  }

  /** Whether large packets get there: what is behind them is answered in time. */
  boolean carriesLargeUp() throws SpheronSshException {
    return remote.session().roundTrip(LARGE, LIMIT).isPresent();
  }

  /** Whether large packets come from there: where none do, not a byte arrives. */
  boolean carriesLargeDown() throws SpheronSshException {
    Flow first = down.get();
    return first.ended() || first.bytes() > 0;
  }

  /** What comes from there; as much is asked for as a short while takes. */
  Flow down() throws SpheronSshException {
    Flow first = down.get();
    return isEnough(first) ? first : download(more(first));
  }

  /** What goes there. */
  Flow up() throws SpheronSshException {
    Flow first = up.get();
    return isEnough(first) ? first : upload(more(first));
  }

  /** Whether a line is so slow, or a machine so mute, that more would tell nothing. */
  private static boolean isEnough(Flow first) {
    return !first.ended() || first.bytes() < FIRST || more(first) <= FIRST;
  }

  private static int more(Flow first) {
    return (int)
        Math.min(
            MOST, FIRST * SHORT.toNanos() / Math.max(1, first.took().toNanos()) / BLOCK * BLOCK);
  }

  private Optional<Duration> ping() throws SpheronSshException {
    Optional<Duration> best = Optional.empty();
    for (int i = 0; i < PINGS; i++) {
      Optional<Duration> answer = remote.session().roundTrip(List.of(), LIMIT);
      if (answer.isEmpty()) {
        return answer;
      }
      best = best.filter(known -> known.compareTo(answer.get()) <= 0).or(() -> answer);
    }
    return best;
  }

  private Flow download(int bytes) throws SpheronSshException {
    var sink = new Sink();
    Flow flow =
        run(
            "exec dd if=/dev/zero bs=%d count=%d".formatted(BLOCK, bytes / BLOCK),
            InputStream.nullInputStream(),
            sink);
    return new Flow(sink.count(), flow.ended(), flow.took(), flow.trip());
  }

  /** The machine says how much it got, so that nothing counts which lies in a buffer on the way. */
  private Flow upload(int bytes) throws SpheronSshException {
    var sink = new Sink();
    Flow flow = run("exec wc -c", new Zeros(bytes), sink);
    boolean all = sink.text().strip().equals(String.valueOf(bytes));
    return new Flow(all ? bytes : 0, flow.ended(), flow.took(), flow.trip());
  }

  private Flow run(String command, InputStream in, Sink out) throws SpheronSshException {
    RemoteProgram program =
        remote
            .session()
            .start(
                SessionRequest.command(command),
                new Streams(in, out, OutputStream.nullOutputStream()));
    long start = System.nanoTime();
    boolean ended = Ending.of(program).within(LIMIT).isPresent();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    if (!ended) {
      program.abandon();
    }
    return new Flow(0, ended, took, roundTrip().orElse(Duration.ZERO));
  }
}
