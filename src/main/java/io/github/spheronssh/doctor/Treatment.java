package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.doctor.Repair.State;
import io.github.spheronssh.doctor.Result.Skipped;
import io.github.spheronssh.environment.Environment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Mends what was found, a finding at a time, each change shown before it is made. Whatever was
 * mended is looked at again, and so is what could not be known because of it.
 */
public final class Treatment {
  /** A check tells the first of what it finds; no home holds more of one kind. */
  private static final int MOST_OF_A_KIND = 64;

  private final Doctor doctor;
  private final Attendant attendant;
  private final Mender mender;
  private final Patients patients;
  private final Map<String, Finding> findings = new LinkedHashMap<>();
  private final List<Repair> repairs = new ArrayList<>();

  /** A treatment by a doctor who asks before each step. */
  public Treatment(
      Doctor doctor,
      Environment environment,
      Service service,
      Attendant attendant,
      Patients patients) {
    this.doctor = doctor;
    this.attendant = attendant;
    this.mender = new Mender(environment, service, attendant, patients);
    this.patients = patients;
  }

  /** What came of it all: how things are now, and what was done. */
  public record Outcome(Diagnosis diagnosis, List<Repair> repairs) {
    /** Copies the list. */
    public Outcome {
      repairs = List.copyOf(repairs);
    }
  }

  /**
   * Mends what can be.
   *
   * @param dry whether nothing is to be changed: each change is shown, and no more
   * @throws SpheronSshException where there is nobody to ask
   */
  public Outcome treat(Diagnosis diagnosis, boolean dry)
      throws SpheronSshException, InterruptedException {
    diagnosis.findings().forEach(finding -> findings.put(finding.check().id(), finding));
    for (String id : List.copyOf(findings.keySet())) {
      treat(id, dry);
    }
    return new Outcome(new Diagnosis(List.copyOf(findings.values())), repairs);
  }

  private void treat(String id, boolean dry) throws SpheronSshException, InterruptedException {
    Set<List<String>> tried = new HashSet<>();
    for (int i = 0; i < MOST_OF_A_KIND; i++) {
      Finding finding = Objects.requireNonNull(findings.get(id));
      var mending = finding.result().mending();
      if (mending.isEmpty()) {
        return;
      }
      List<String> change;
      try {
        change = mender.change(mending.get());
      } catch (SpheronSshException e) {
        tell(Repair.failed(finding, List.of(), e.getMessage()));
        return;
      }
      if (!tried.add(change)) {
        return; // it was made, and didn't help
      }
      Repair repair =
          dry ? Repair.proposed(finding, change) : repair(finding, mending.get(), change);
      tell(repair);
      if (repair.state() != State.MENDED) {
        return;
      }
      lookAgain(id);
    }
  }

  private void tell(Repair repair) {
    repairs.add(repair);
    attendant.treated(repair);
  }

  private Repair repair(Finding finding, Mending mending, List<String> change)
      throws SpheronSshException {
    if (!attendant.allows(finding, change)) {
      return Repair.declined(finding, change);
    }
    try {
      return Repair.mended(finding, change, mender.mend(mending));
    } catch (SpheronSshException e) {
      return Repair.failed(finding, change, e.getMessage());
    }
  }

  private void lookAgain(String id) throws SpheronSshException, InterruptedException {
    Set<String> again = new HashSet<>();
    again.add(id);
    for (Finding finding : findings.values()) {
      if (finding.result() instanceof Skipped skipped && skipped.becauseOf().equals(id)) {
        again.add(finding.check().id());
      }
    }
    try (Patient patient = patients.next()) {
      Diagnosis now = doctor.examine(patient, again, attendant::askedAgain);
      now.findings().forEach(finding -> findings.put(finding.check().id(), finding));
    }
  }
}
