package io.github.spheronssh.doctor;

import io.github.spheronssh.doctor.Result.Failure;
import io.github.spheronssh.doctor.Result.Warning;
import java.util.List;
import java.util.Optional;

/** All findings of a run, from the near end to the far one. */
public record Diagnosis(List<Finding> findings) {
  public Diagnosis {
    findings = List.copyOf(findings);
  }

  /** Whether nothing failed; warnings may stand. */
  public boolean isHealthy() {
    return firstFailure().isEmpty();
  }

  /** The failure that lies nearest: what to mend first. */
  public Optional<Finding> firstFailure() {
    return findings.stream().filter(f -> f.result() instanceof Failure).findFirst();
  }

  /** What is in nobody's way now. */
  public List<Finding> warnings() {
    return findings.stream().filter(f -> f.result() instanceof Warning).toList();
  }
}
