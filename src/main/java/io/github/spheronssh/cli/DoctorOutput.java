package io.github.spheronssh.cli;

import io.github.spheronssh.doctor.Check;
import io.github.spheronssh.doctor.Diagnosis;
import io.github.spheronssh.doctor.Finding;
import io.github.spheronssh.doctor.Repair;
import java.util.List;
import java.util.Optional;

/** How the doctor's findings are shown. */
sealed interface DoctorOutput permits DoctorText, DoctorJson {
  /** Every check there is. */
  void list(List<Check> checks);

  /** A check has ended. */
  void found(Finding finding);

  /** Something was mended, or was to be. */
  void treated(Repair repair);

  /**
   * All have ended.
   *
   * @param fixing whether what can be mended was to be
   */
  void verdict(Optional<String> target, Diagnosis diagnosis, boolean fixing);
}
