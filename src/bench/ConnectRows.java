import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long one command takes, near and far. */
final class ConnectRows {
  private ConnectRows() {}

  static List<Row> all() {
    return List.of(
        Row.of("connect", "`connect HOST true`", lab -> beside(lab, 0, 1.5)),
        Row.of("connect-100", "the same, 100 ms away", lab -> beside(lab, 100, 0.9)),
        Row.of("connect-200", "the same, 200 ms away", lab -> beside(lab, 200, 0.8)),
        Row.of("by-name", "`connect NAME true`, the API 150 ms away", ConnectRows::byName),
        Row.of("sequence", "100 × `connect HOST true`, one by one", ConnectRows::sequence));
  }

  private static List<Result> beside(Lab lab, int milliseconds, double limit) throws Exception {
    int port = milliseconds == 0 ? lab.port() : lab.away(milliseconds);
    lab.warm(port);
    var times = Hyperfine.of(lab, List.of(lab.connect(port, "true"), lab.ssh(port, "true")));
    double ours = times.getFirst().median();
    double ssh = times.getLast().median();
    String away = milliseconds == 0 ? "on loopback" : "at %d ms".formatted(milliseconds);
    return List.of(
        Result.atMost(
            "`connect HOST true` " + away,
            ours / ssh,
            limit,
            "× ssh",
            "%.0f ms; ssh %.0f ms".formatted(ours, ssh)));
  }

  private static List<Result> byName(Lab lab) throws Exception {
    Lab service = Sandbox.in(lab, 150);
    service.run(service.program(), "keygen", "--no-passphrase");
    service.run(service.program(), "upload");
    Matcher place =
        Pattern.compile("\"trainer\"(?s:.*?)\"address\" : \"([0-9.]+)\"(?s:.*?)\"port\" : ([0-9]+)")
            .matcher(service.run(service.program(), "instances", "--json"));
    if (!place.find()) {
      throw new IllegalStateException("the sandbox has no instance");
    }
    var byName = List.of(service.program(), "connect", "trainer", "true");
    var byAddress =
        List.of(service.program(), "connect", "-p" + place.group(2), place.group(1), "true");
    for (List<String> each : List.of(byName, byAddress)) {
      var first = new ArrayList<>(each);
      first.add(2, "--host-key=accept-new");
      service.run(first.toArray(String[]::new));
    }
    var times = Hyperfine.of(service, List.of(byName, byAddress));
    double name = times.getFirst().median();
    double address = times.getLast().median();
    return List.of(
        Result.atMost(
            "`connect NAME true`, the API 150 ms away",
            name / address,
            1.05,
            "× by address",
            "%.0f ms; by address %.0f ms".formatted(name, address)));
  }

  private static List<Result> sequence(Lab lab) throws Exception {
    lab.warm(lab.port());
    var times = Hyperfine.of(lab, 100, "true", List.of(lab.connect(lab.port(), "true")));
    double cpu = times.getFirst().cpu();
    return List.of(
        Result.atMost(
            "100 × `connect HOST true`, CPU time a run",
            cpu,
            450,
            "ms",
            "%.0f ms by the clock".formatted(times.getFirst().median())));
  }
}
