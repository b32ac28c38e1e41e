package io.github.spheronssh.cli;

import io.github.spheronssh.doctor.Check;
import io.github.spheronssh.doctor.Diagnosis;
import io.github.spheronssh.doctor.Doctor;
import io.github.spheronssh.doctor.Finding;
import io.github.spheronssh.doctor.Result;
import io.github.spheronssh.terminal.Style;
import io.github.spheronssh.terminal.Terminal;
import io.github.spheronssh.terminal.Visible;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One line a check, the remedy under what is amiss, and the verdict at the end. */
final class DoctorText implements DoctorOutput {
  private final Terminal terminal;
  private final Style style;
  private final int width =
      Doctor.checks().stream().mapToInt(check -> check.id().length()).max().orElse(0);

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
    boolean wanted = terminal.manner().verbosity() >= 0 || finding.remedy().isPresent();
    if (!wanted) {
      return;
    }
    String line =
        switch (finding.result()) {
          case Result.Ok ok -> line(finding, style.green(sign("✓", "ok  ")), ok.evidence());
          case Result.Warning warning ->
              line(finding, style.yellow(sign("!", "warn")), warning.evidence());
          case Result.Failure failure ->
              line(finding, style.red(sign("✗", "FAIL")), failure.evidence());
          case Result.Skipped skipped ->
              style.faint(
                  line(
                      finding,
                      sign("–", "skip"),
                      "skipped because of " + skipped.becauseOf() + ": " + skipped.evidence()));
        };
    terminal.out().println(line);
    String indent = " ".repeat(sign("✓", "ok  ").length() + 1);
    finding
        .remedy()
        .map(remedy -> indent + style.bold(sign("→ ", "-> ") + Visible.line(remedy)))
        .ifPresent(terminal.out()::println);
    terminal.out().flush(); // a person wants to see how far it has come
  }

  @Override
  public void verdict(Optional<String> target, Diagnosis diagnosis) {
    String verdict =
        diagnosis.firstFailure().map(this::broken).orElseGet(() -> well(target, diagnosis));
    terminal.out().println();
    terminal.out().println(verdict);
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

  private String line(Finding finding, String sign, String evidence) {
    return sign
        + " "
        + ("%-" + width + "s").formatted(finding.check().id())
        + "  "
        + Visible.line(evidence);
  }

  private String sign(String unicode, String ascii) {
    return terminal.manner().unicode() ? unicode : ascii;
  }
}
