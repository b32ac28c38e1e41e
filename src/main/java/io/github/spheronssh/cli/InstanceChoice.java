package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.instance.Instance;
import io.github.spheronssh.instance.KnownInstance;
import io.github.spheronssh.instance.Status;
import io.github.spheronssh.instance.TargetException;
import io.github.spheronssh.terminal.Terminal;
import io.github.spheronssh.terminal.Visible;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Has the person at the terminal choose an instance. */
final class InstanceChoice {
  private static final int WIDEST = 40;

  private final Context context;
  private final InstanceAccess access;

  InstanceChoice(Context context, InstanceAccess access) {
    this.context = context;
    this.access = access;
  }

  /** An instance, and the cells of its row. */
  private record Candidate(String id, List<String> cells) {}

  /**
   * The id of the instance that was chosen; empty where the person left.
   *
   * @throws TargetException where there is none to choose
   */
  Optional<String> choose() throws SpheronSshException {
    List<Candidate> candidates = candidates();
    if (candidates.isEmpty()) {
      throw new TargetException("no instance runs", "spheron-ssh instances --all");
    }
    boolean dumb = context.environment().variable("TERM").filter("dumb"::equals).isPresent();
    OptionalInt chosen =
        context
            .terminal()
            .choose(
                "Connect to which instance?",
                rows(candidates),
                dumb,
                "name it: spheron-ssh connect " + candidates.getFirst().id());
    return chosen.isPresent()
        ? Optional.of(candidates.get(chosen.getAsInt()).id())
        : Optional.empty();
  }

  /** What runs or will; where the service can't be asked, what earlier logins know. */
  private List<Candidate> candidates() throws SpheronSshException {
    Terminal terminal = context.terminal();
    try (var _ = terminal.progress("asking Spheron for the instances")) {
      return access.deployments().active().stream()
          .filter(instance -> instance.status().canComeUp())
          .sorted(
              Comparator.comparing((Instance i) -> i.status() != Status.RUNNING)
                  .thenComparing(Instance::name))
          .map(InstanceChoice::live)
          .toList();
    } catch (SpheronSshException silence) {
      List<KnownInstance> known = access.ledger().known();
      if (known.isEmpty()) {
        throw silence;
      }
      terminal.note("these are the instances of earlier logins: " + silence.getMessage());
      return known.stream().map(InstanceChoice::remembered).toList();
    }
  }

  private static Candidate live(Instance instance) {
    InstanceRow row = InstanceRow.of(instance, Optional.empty(), Optional.empty());
    return new Candidate(
        instance.id(),
        List.of(instance.name(), KeyRow.shown(row.gpu()), instance.statusWord(), row.place()));
  }

  private static Candidate remembered(KnownInstance instance) {
    String seen = instance.lastLogin().toString().substring(0, "2026-01-01".length());
    String place = instance.lastSeen().map(at -> at.address() + ":" + at.port()).orElse("-");
    return new Candidate(instance.id(), List.of(instance.name(), "-", "seen " + seen, place));
  }

  /** The cells in columns. */
  private static List<String> rows(List<Candidate> candidates) {
    List<List<String>> table =
        candidates.stream().map(c -> c.cells().stream().map(Visible::line).toList()).toList();
    int columns = table.getFirst().size();
    int[] widths =
        IntStream.range(0, columns)
            .map(i -> table.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
            .map(width -> Math.min(width, WIDEST))
            .toArray();
    return table.stream()
        .map(
            row -> {
              var line = new StringBuilder();
              for (int i = 0; i < columns; i++) {
                line.append(row.get(i)).repeat(" ", Math.max(0, widths[i] - row.get(i).length()));
                line.append("  ");
              }
              return line.toString().stripTrailing();
            })
        .toList();
  }
}
