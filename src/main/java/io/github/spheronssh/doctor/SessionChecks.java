package io.github.spheronssh.doctor;

import static io.github.spheronssh.doctor.HomeChecks.unknown;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.doctor.Line.Flow;
import io.github.spheronssh.doctor.Result.Failure;
import io.github.spheronssh.doctor.Result.Ok;
import io.github.spheronssh.doctor.Result.Warning;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What the connection carries, and what it is like on the other side of it. */
final class SessionChecks {
  private static final Duration SLOW_ANSWER = Duration.ofMillis(500);
  private static final long SLOW = 64 * 1024;

  private SessionChecks() {}

  static List<Check> all() {
    return Stream.of(line(), HomeChecks.all(), GpuChecks.all()).flatMap(List::stream).toList();
  }

  private static List<Check> line() {
    return List.of(
        Check.of(
                Layer.LOGIN,
                "round-trip",
                "an answer takes less than half a second",
                "mtr HOST",
                SessionChecks::roundTrip)
            .needing("session"),
        Check.of(
                Layer.LOGIN,
                "mtu",
                "large packets get through as small ones do, in both directions",
                "tracepath HOST",
                SessionChecks::mtu)
            .needing("round-trip"),
        Check.of(
                Layer.LOGIN,
                "throughput",
                "the line carries more than 64 KB a second in both directions",
                "mtr HOST",
                SessionChecks::throughput)
            .needing("mtu"),
        Check.of(
                Layer.LOGIN,
                "shell",
                "a shell starts on a terminal, and stays",
                "spheron-ssh connect -T NAME /bin/sh",
                patient -> patient.remote().shell())
            .needing("session", "mtu"));
  }

  private static Result roundTrip(Patient patient) throws SpheronSshException {
    patient.remote().lookAround(); // nvidia-smi and prompts take their time
    Optional<Duration> trip = patient.remote().line().roundTrip();
    String remedy = "mtr " + patient.remote().plan().host();
    if (trip.isEmpty()) {
      return new Failure("the server does not answer any more", remedy);
    }
    String evidence = milliseconds(trip.get());
    return trip.get().compareTo(SLOW_ANSWER) < 0 ? new Ok(evidence) : new Warning(evidence, remedy);
  }

  private static Result mtu(Patient patient) throws SpheronSshException {
    Line line = patient.remote().line();
    String small = line.roundTrip().map(SessionChecks::milliseconds).orElse("in time");
    String remedy = "tracepath " + patient.remote().plan().host();
    if (!line.carriesLargeUp()) {
      return new Failure(
          "small packets are answered (%s), large ones to the instance vanish on the way"
              .formatted(small),
          remedy);
    }
    return line.carriesLargeDown()
        ? new Ok("large packets pass")
        : new Failure(
            "small packets are answered (%s), large ones from the instance vanish on the way"
                .formatted(small),
            remedy);
  }

  private static Result throughput(Patient patient) throws SpheronSshException {
    Line line = patient.remote().line();
    Flow down = line.down();
    if (down.ended() && down.bytes() < Line.FIRST) {
      return unknown();
    }
    String remedy = "mtr " + patient.remote().plan().host();
    if (isSlow(down)) { // what is still on the way would spoil a measure of the other direction
      return new Warning(rate(down) + "/s from there", remedy);
    }
    Flow up = line.up();
    if (up.ended() && up.bytes() == 0) {
      return unknown();
    }
    String evidence = "%s/s from there, %s/s to there".formatted(rate(down), rate(up));
    return isSlow(up) ? new Warning(evidence, remedy) : new Ok(evidence);
  }

  private static boolean isSlow(Flow flow) {
    return !flow.ended() || flow.rate() < SLOW;
  }

  private static String rate(Flow flow) {
    if (!flow.ended()) {
      return "less than " + size(Line.FIRST * 1000L / Math.max(1, flow.took().toMillis()));
    }
    return size(flow.rate());
  }

  private static String size(long bytes) {
    return bytes < 1_000_000
        ? "%d KB".formatted(bytes / 1000)
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }

  private static String milliseconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f ms", time.toNanos() / 1e6);
  }
}
