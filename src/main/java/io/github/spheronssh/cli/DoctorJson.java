package io.github.spheronssh.cli;

import io.github.spheronssh.doctor.Check;
import io.github.spheronssh.doctor.Diagnosis;
import io.github.spheronssh.doctor.Finding;
import io.github.spheronssh.doctor.Repair;
import io.github.spheronssh.doctor.Result;
import io.github.spheronssh.json.Json;
import io.github.spheronssh.terminal.Terminal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The findings as {@code docs/json.md} has them. */
final class DoctorJson implements DoctorOutput {
  private static final int SCHEMA_VERSION = 1;

  private final Terminal terminal;
  private final List<Repair> repairs = new ArrayList<>();

  DoctorJson(Terminal terminal) {
    this.terminal = terminal;
  }

  private record Report(
      int schemaVersion,
      @Nullable String target,
      boolean healthy,
      @Nullable String firstFailure,
      List<Line> findings,
      List<Change> repairs) {}

  private record Change(
      String id, String state, List<String> change, @Nullable String kept, @Nullable String why) {}

  private record Line(
      String id,
      String layer,
      String result,
      String evidence,
      @Nullable String becauseOf,
      @Nullable String remedy,
      long milliseconds) {}

  private record Catalogue(int schemaVersion, List<Entry> checks) {}

  private record Entry(
      String id, String layer, String meaning, String remedy, List<String> needs) {}

  @Override
  public void list(List<Check> checks) {
    print(new Catalogue(SCHEMA_VERSION, checks.stream().map(DoctorJson::entry).toList()));
  }

  @Override
  public void found(Finding finding) {
    // One document, printed whole when it is complete.
  }

  @Override
  public void treated(Repair repair) {
    repairs.add(repair);
  }

  @Override
  public void verdict(Optional<String> target, Diagnosis diagnosis, boolean fixing) {
    print(
        new Report(
            SCHEMA_VERSION,
            target.orElse(null),
            diagnosis.isHealthy(),
            diagnosis.firstFailure().map(finding -> finding.check().id()).orElse(null),
            diagnosis.findings().stream().map(DoctorJson::line).toList(),
            repairs.stream().map(DoctorJson::change).toList()));
  }

  private static Change change(Repair repair) {
    return new Change(
        repair.check(),
        repair.state().name().toLowerCase(Locale.ROOT),
        repair.change(),
        repair.kept().map(Path::toString).orElse(null),
        repair.why().orElse(null));
  }

  private static Line line(Finding finding) {
    Result result = finding.result();
    return new Line(
        finding.check().id(),
        layer(finding.check()),
        switch (result) {
          case Result.Ok _ -> "ok";
          case Result.Warning _ -> "warn";
          case Result.Failure _ -> "fail";
          case Result.Skipped _ -> "skipped";
        },
        result.evidence(),
        result instanceof Result.Skipped skipped ? skipped.becauseOf() : null,
        finding.remedy().orElse(null),
        finding.took().toMillis());
  }

  private static Entry entry(Check check) {
    return new Entry(check.id(), layer(check), check.meaning(), check.remedy(), check.needs());
  }

  private static String layer(Check check) {
    return check.layer().name().toLowerCase(Locale.ROOT);
  }

  private void print(Object document) {
    terminal.out().println(Json.write(document));
  }
}
