package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.doctor.Check;
import io.github.spheronssh.doctor.Destination;
import io.github.spheronssh.doctor.Diagnosis;
import io.github.spheronssh.doctor.Doctor;
import io.github.spheronssh.doctor.Patient;
import io.github.spheronssh.doctor.Treatment;
import io.github.spheronssh.instance.TargetException;
import io.github.spheronssh.login.TargetText;
import io.github.spheronssh.terminal.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Finds which layer is broken. */
@Command(
    name = "doctor",
    description = {
      "Find out what is broken: on this machine, in the account and, with a TARGET, on every layer "
          + "from the network to a working shell. Changes nothing without --fix."
    })
final class DoctorCommand implements Callable<Integer> {
  private final Context context;

  @Spec @Nullable CommandSpec spec;

  @Mixin ApiOptions api = new ApiOptions();

  @Mixin TeamOption team = new TeamOption();

  @Mixin OutputOptions output = new OutputOptions();

  @Mixin JsonOption format = new JsonOption();

  @Option(
      names = "--check",
      paramLabel = "ID",
      split = ",",
      description = "Look only at this, and at what it stands on; may be repeated.")
  Set<String> only = new LinkedHashSet<>();

  @Option(
      names = {"-i", "--identity"},
      paramLabel = "FILE",
      description = "Try the key in this file first; may be repeated.")
  List<String> identities = new ArrayList<>();

  @Option(
      names = "--proxy",
      paramLabel = "URL",
      description = "Go through this proxy, as connect does: http://, https:// or socks5://.")
  @Nullable String proxy;

  @Option(names = "--list", description = "List the checks, and look at nothing.")
  boolean list;

  @Option(
      names = "--fix",
      description =
          "Mend what is local and safe: show each change, ask, and look again; what was there is"
              + " kept.")
  boolean fix;

  @Option(names = "--dry-run", description = "With --fix: show each change; change nothing.")
  boolean dryRun;

  @Option(names = "--yes", description = "With --fix: make each change without asking.")
  boolean yes;

  @Parameters(
      paramLabel = "TARGET",
      arity = "0..1",
      description = "An instance's name, id or address, or [USER@]HOST.")
  @Nullable String target;

  DoctorCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws SpheronSshException, InterruptedException {
    var report =
        format.json ? new DoctorJson(context.terminal()) : new DoctorText(context.terminal());
    if (list) {
      report.list(Doctor.checks());
      return ExitCode.OK;
    }
    only.forEach(this::refuseUnlessKnown);
    refuseWithoutFix("--dry-run", "--yes");
    var doctor = new Doctor();
    Diagnosis diagnosis;
    // Text shows by itself how far it has come.
    try (var patient = patient();
        @Nullable Progress _ = format.json ? context.terminal().progress("examining") : null) {
      diagnosis = doctor.examine(patient, only, report::found);
    }
    if (fix) {
      var attendant = new DoctorFix(context, report, yes);
      diagnosis =
          new Treatment(doctor, context.environment(), service(), attendant, this::patient)
              .treat(diagnosis, dryRun)
              .diagnosis();
    }
    report.verdict(Optional.ofNullable(target), diagnosis, fix);
    return diagnosis.isHealthy() ? ExitCode.OK : ExitCode.FAILED;
  }

  private Patient patient() throws SpheronSshException {
    List<Path> files = new ArrayList<>();
    for (String each : identities) {
      files.add(context.environment().resolve(each));
    }
    Optional<Destination> destination = destination();
    return new Patient(context.environment(), service(), files, destination);
  }

  private DoctorService service() {
    return new DoctorService(context, api, team);
  }

  private Optional<Destination> destination() throws SpheronSshException {
    if (target == null) {
      return Optional.empty();
    }
    TargetText text;
    try {
      text = TargetText.parse(target);
    } catch (TargetException e) {
      throw usage(e.getMessage());
    }
    var options = new SshOptions();
    options.identities = identities;
    options.proxy = proxy;
    return Optional.of(new DoctorDestination(context, api, team).of(text, options));
  }

  /** What only the command line says: the settings may name an option that other commands have. */
  private void refuseWithoutFix(String... names) {
    for (String name : names) {
      if (!fix
          && Objects.requireNonNull(spec).commandLine().getParseResult().hasMatchedOption(name)) {
        throw usage(name + " is for --fix");
      }
    }
  }

  private void refuseUnlessKnown(String id) {
    Check check =
        Doctor.checks().stream()
            .filter(each -> each.id().equals(id))
            .findFirst()
            .orElseThrow(() -> usage("no check is called '" + id + "': --list shows them"));
    if (check.needsTarget() && target == null) {
      throw usage("'" + id + "' looks at an instance: name one");
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }
}
