package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.doctor.Attendant;
import io.github.spheronssh.doctor.Finding;
import io.github.spheronssh.doctor.Repair;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.key.SshKeyPair;
import java.util.List;
import java.util.Optional;

/** Asks at the terminal before each change, unless all were allowed beforehand. */
record DoctorFix(Context context, DoctorOutput report, boolean yes) implements Attendant {
  @Override
  public boolean allows(Finding finding, List<String> change) throws SpheronSshException {
    String id = finding.check().id();
    // The question has the change in it: what goes to a file is not seen by whoever is asked.
    return yes
        || context
            .terminal()
            .confirm(
                "%s\nmend %s (yes or no)? ".formatted(String.join("\n", change), id),
                "--yes, or --dry-run to see every change");
  }

  @Override
  public void treated(Repair repair) {
    report.treated(repair);
  }

  @Override
  public void askedAgain(Finding finding) {
    report.found(finding);
  }

  @Override
  public SshKeyPair open(PrivateKeyFile key) throws SpheronSshException {
    try (OpenedKey opened = new KeyUnlocker(context, Optional.empty()).open(key)) {
      return opened.pair();
    }
  }
}
