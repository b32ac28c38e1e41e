package io.github.spheronssh.cli;

import io.github.spheronssh.doctor.Check;
import io.github.spheronssh.doctor.Diagnosis;
import io.github.spheronssh.doctor.Doctor;
import io.github.spheronssh.doctor.Finding;
import io.github.spheronssh.doctor.Repair;
import io.github.spheronssh.doctor.Result;
import io.github.spheronssh.terminal.Style;
import io.github.spheronssh.terminal.Terminal;
import io.github.spheronssh.terminal.Visible;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A line a check, the remedy under what is amiss, and what was skipped and the verdict last. */
final class DoctorText implements DoctorOutput {
  private final Terminal terminal;
  private final Style style;
  private final int width =
      Doctor.checks().stream().mapToInt(check -> check.id().length()).max().orElse(0);

  private final Set<String> proposed = new HashSet<>();
  private final Map<String, Set<String>> skippedBecauseOf = new LinkedHashMap<>();

  DoctorText(Terminal terminal) {
    this.terminal = terminal;
    this.style = terminal.outStyle();
  }

  @Override
  public void list(List<Check> checks) {
    var table = new Table("CHECK", "LAYER", "WELL WHEN");
    checks.forEach(check -> table.row(check.id(), check.layer().words(), check.meaning()));
    table.print(terminal);
  }

  @Override
  public void found(Finding finding) {
    switch (finding.result()) {
      case Result.Ok _ when terminal.manner().verbosity() < 0 -> {}
      case Result.Ok ok -> print(style.green(sign("✓", "ok  ")), finding, ok.evidence());
      case Result.Warning warning ->
          print(style.yellow(sign("!", "warn")), finding, warning.evidence());
      case Result.Failure failure ->
          print(style.red(sign("✗", "FAIL")), finding, failure.evidence());
      case Result.Skipped skipped ->
          skippedBecauseOf
              .computeIfAbsent(skipped.becauseOf(), _ -> new LinkedHashSet<>())
              .add(finding.check().id());
    }
  }

  @Override
  public void treated(Repair repair) {
    if (repair.state() == Repair.State.PROPOSED) {
      proposed.add(repair.check());
    }
    String words =
        switch (repair.state()) {
          case PROPOSED -> "would be mended:";
          case MENDED -> "mended:";
          case DECLINED -> "left as it is:";
          case FAILED -> "not mended: " + repair.why().orElse("");
        };
    terminal.out().println(style.bold(repair.check()) + " " + Visible.line(words));
    repair.change().forEach(line -> terminal.out().println("  " + Visible.line(line)));
    repair
        .kept()
        .ifPresent(
            kept -> terminal.out().println("  " + Visible.line("as it was, it is kept: " + kept)));
    terminal.out().flush();
  }

  private void leave(Diagnosis diagnosis) {
    List<Finding> amiss =
        diagnosis.findings().stream()
            .filter(each -> each.remedy().isPresent() && !proposed.contains(each.check().id()))
            .toList();
    if (!amiss.isEmpty()) {
      terminal.out().println();
      terminal.out().println("left to you:");
      amiss.forEach(
          each ->
              terminal
                  .out()
                  .println(
                      "  %s: %s"
                          .formatted(
                              each.check().id(), Visible.line(each.remedy().orElseThrow()))));
    }
  }

  @Override
  public void verdict(Optional<String> target, Diagnosis diagnosis, boolean fixing) {
    skippedBecauseOf.forEach((cause, ids) -> ids.removeIf(id -> !isSkipped(id, cause, diagnosis)));
    skippedBecauseOf.values().removeIf(Set::isEmpty);
    skippedBecauseOf.forEach(
        (cause, ids) ->
            terminal
                .out()
                .println(
                    style.faint(
                        "%s skipped because of %s: %s"
                            .formatted(sign("–", "skip"), cause, String.join(", ", ids)))));
    if (fixing) {
      leave(diagnosis);
    }
    terminal.out().println();
    terminal
        .out()
        .println(
            diagnosis.firstFailure().map(this::broken).orElseGet(() -> well(target, diagnosis)));
  }

  private static boolean isSkipped(String id, String cause, Diagnosis diagnosis) {
    return diagnosis.findings().stream()
        .anyMatch(
            each ->
                each.check().id().equals(id)
                    && each.result() instanceof Result.Skipped skipped
                    && skipped.becauseOf().equals(cause));
  }

  private void print(String sign, Finding finding, String evidence) {
    String id = ("%-" + width + "s").formatted(finding.check().id());
    terminal.out().println(sign + " " + id + "  " + Visible.line(evidence));
    String indent = sign("  ", "     ");
    finding
        .remedy()
        .map(remedy -> indent + style.bold(sign("→ ", "-> ") + Visible.line(remedy)))
        .ifPresent(terminal.out()::println);
    terminal.out().flush(); // a person wants to see how far it has come
  }

  private String broken(Finding first) {
    return style.red("broken: " + first.check().layer().words()) + " (" + first.check().id() + ")";
  }

  private String well(Optional<String> target, Diagnosis diagnosis) {
    List<Finding> warnings = diagnosis.warnings();
    String well = style.green(target.map(Visible::line).orElse("all") + " is well");
    if (!warnings.isEmpty()) {
      return well
          + ", with a warning: "
          + String.join(", ", warnings.stream().map(finding -> finding.check().id()).toList());
    }
    Duration took =
        diagnosis.findings().stream().map(Finding::took).reduce(Duration.ZERO, Duration::plus);
    return String.format(
        Locale.ROOT,
        "%s (%d checks in %.1f s)",
        well,
        diagnosis.findings().size(),
        took.toMillis() / 1e3);
  }

  private String sign(String unicode, String ascii) {
    return terminal.manner().unicode() ? unicode : ascii;
  }
}
