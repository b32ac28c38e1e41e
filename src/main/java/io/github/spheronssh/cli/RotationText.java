package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.account.RegisteredKey;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.rotation.Concern;
import io.github.spheronssh.rotation.Outcome;
import io.github.spheronssh.rotation.PairFiles;
import io.github.spheronssh.rotation.Rotation;
import io.github.spheronssh.rotation.RotationListener;
import io.github.spheronssh.rotation.RotationPlan;
import io.github.spheronssh.rotation.RotationPlan.Item;
import io.github.spheronssh.rotation.RotationReport;
import io.github.spheronssh.terminal.Terminal;
import io.github.spheronssh.terminal.Visible;
import java.util.ArrayList;
import java.util.List;

/** What is said of a rotation: before it, at each step, and after it. */
final class RotationText implements RotationListener {
  private final Terminal terminal;
  private final Environment environment;

  RotationText(Context context) {
    this.terminal = context.terminal();
    this.environment = context.environment();
  }

  /** The plan, line by line. */
  List<String> lines(RotationPlan plan, boolean purge) throws SpheronSshException {
    var lines = new ArrayList<String>();
    Rotation rotation = plan.rotation();
    PairFiles files = rotation.files();
    lines.add(
        "%s %s, %s"
            .formatted(
                rotation.undoing() ? "taking back" : "rotating",
                environment.display(files.place()),
                plan.outgoing().fingerprint()));
    lines.add(
        "  this machine: a new pair in its place, the old one %s"
            .formatted(
                purge
                    ? "deleted once nothing needs it"
                    : "kept as " + environment.display(files.outgoing())));
    lines.add("  account: " + account(plan.registered()));
    for (Item item : plan.concerned()) {
      lines.add(Visible.line("  " + item.instance().title() + ": " + item.concern().words()));
    }
    long others = plan.items().stream().filter(item -> item.concern() == Concern.NONE).count();
    if (others > 0) {
      lines.add("  %d other instance%s: not touched".formatted(others, others == 1 ? "" : "s"));
    }
    lines.add("  services elsewhere that know the old key have to be told of the new one by you");
    return lines;
  }

  private static String account(List<RegisteredKey> registered) {
    if (registered.isEmpty()) {
      return "the new key is registered; the old one is not there";
    }
    RegisteredKey first = registered.getFirst();
    return Visible.line(
        "the new key is registered, %s (%s) deleted once nothing needs it"
            .formatted(first.name(), first.id()));
  }

  @Override
  public void step(String what) {
    terminal.detail(1, () -> what);
  }

  @Override
  public void came(Outcome outcome) {
    String title = outcome.instance().title();
    switch (outcome) {
      case Outcome.Moved moved -> {
        terminal.say("%s: opens with %s".formatted(title, moved.incoming().fingerprint()));
        moved.remark().ifPresent(remark -> terminal.note("warning: " + title + ": " + remark));
      }
      case Outcome.NotConcerned met -> terminal.say(title + ": left as it is: " + met.why());
      case Outcome.HeldBack held -> terminal.note(title + ": held back: " + held.why());
    }
  }

  /** What came of it. */
  void print(RotationReport report) {
    report.remarks().forEach(terminal::note);
    Rotation rotation = report.rotation();
    var out = terminal.out();
    out.println(
        "%s: %s"
            .formatted(
                environment.display(rotation.files().place()), report.incoming().fingerprint()));
    if (rotation.hasEnded()) {
      if (!rotation.purged()) {
        out.println("old pair: " + environment.display(rotation.files().outgoing()));
      }
      return;
    }
    terminal.note(
        "the old key stays good, in the account and here, for what was held back:"
            + " run this again once that is up");
  }
}
