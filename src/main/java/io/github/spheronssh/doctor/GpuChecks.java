package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.doctor.Result.Failure;
import io.github.spheronssh.doctor.Result.Ok;
import io.github.spheronssh.doctor.Result.Warning;
import io.github.spheronssh.instance.Instance;
import io.github.spheronssh.instance.Resolution.OfInstance;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The GPUs: whether their driver works, and whether they are as many as are paid for. */
final class GpuChecks {
  private static final Pattern GPU = Pattern.compile("GPU \\d{1,3}: .*");
  private static final Pattern OF_AMD =
      Pattern.compile("(?i)(\\d+x )?(amd[ -])?(instinct[ -])?mi\\d.*");

  private GpuChecks() {}

  static List<Check> all() {
    return List.of(
        Check.of(
                Layer.LOGIN,
                "gpu-driver",
                "nvidia-smi is there and reaches the driver",
                "spheron-ssh connect NAME nvidia-smi",
                GpuChecks::driver)
            .needing("session", "mtu"),
        Check.of(
                Layer.LOGIN,
                "gpu-count",
                "nvidia-smi sees as many GPUs as are paid for",
                "spheron-ssh connect NAME nvidia-smi -L",
                GpuChecks::count)
            .needing("gpu-driver"));
  }

  private static Result driver(Patient patient) throws SpheronSshException {
    Optional<Result> none = noneExpected(patient);
    if (none.isPresent()) {
      return none.get();
    }
    Survey survey = patient.remote().survey();
    String remedy = "spheron-ssh connect %s nvidia-smi".formatted(patient.remote().name());
    if (survey.all("gpu").contains("none")) {
      return new Failure(
          "GPUs are paid for, and there is no nvidia-smi: no driver is installed", remedy);
    }
    if (!survey.all("gpu").contains("asked")) {
      return HomeChecks.unknown();
    }
    Optional<String> status = survey.first("gpu-status");
    if (status.isEmpty()) {
      return new Warning(
          "nvidia-smi gave no answer within %d s".formatted(Survey.limit().toSeconds()), remedy);
    }
    String said = survey.first("gpu-line").orElse("nothing");
    return status.get().equals("0")
        ? new Ok("nvidia-smi works")
        : new Failure("nvidia-smi ended with %s: %s".formatted(status.get(), said), remedy);
  }

  private static Result count(Patient patient) throws SpheronSshException {
    Optional<Result> none = noneExpected(patient);
    if (none.isPresent()) {
      return none.get();
    }
    Survey survey = patient.remote().survey();
    if (survey.first("gpu-status").isEmpty()) {
      return HomeChecks.unknown();
    }
    long seen = survey.all("gpu-line").stream().filter(line -> GPU.matcher(line).matches()).count();
    int paid = paid(patient).orElseThrow();
    String evidence = "%d of %d that are paid for".formatted(seen, paid);
    return seen < paid
        ? new Failure(
            "nvidia-smi sees " + evidence,
            "spheron-ssh connect %s nvidia-smi -L".formatted(patient.remote().name()))
        : new Ok(evidence);
  }

  /** Why nothing is to be seen; absent where NVIDIA's GPUs are paid for. */
  private static Optional<Result> noneExpected(Patient patient) throws SpheronSshException {
    if (!(patient.remote().resolution() instanceof OfInstance instance)) {
      return Optional.of(new Ok("a host has none that are paid for"));
    }
    if (paid(patient).isEmpty()) {
      return Optional.of(new Ok("nobody says how many are paid for"));
    }
    return instance
        .live()
        .flatMap(Instance::gpu)
        .filter(gpu -> OF_AMD.matcher(gpu).matches())
        .map(gpu -> new Ok(gpu + ", of which nvidia-smi knows nothing"));
  }

  private static Optional<Integer> paid(Patient patient) throws SpheronSshException {
    return patient.remote().resolution() instanceof OfInstance instance
        ? instance.live().flatMap(Instance::gpuCount)
        : Optional.empty();
  }
}
