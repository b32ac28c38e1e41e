package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.config.ConfigSurvey;
import io.github.spheronssh.config.ConfigSurvey.Line;
import io.github.spheronssh.config.ConfigSurvey.NamedFile;
import io.github.spheronssh.config.ConfigSurvey.Problem;
import io.github.spheronssh.config.Keyword;
import io.github.spheronssh.doctor.Result.Failure;
import io.github.spheronssh.doctor.Result.Ok;
import io.github.spheronssh.doctor.Result.Warning;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.hostentries.HostEntriesFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code ~/.ssh/config} and what it includes. */
final class ConfigChecks {
  private ConfigChecks() {}

  static List<Check> all() {
    return List.of(
        Check.of(
            Layer.MACHINE,
            "config-mode",
            "~/.ssh/config is yours, and nobody else can write to it: ssh refuses it otherwise",
            "chmod go-w ~/.ssh/config",
            ConfigChecks::mode),
        Check.of(
                Layer.MACHINE,
                "config-syntax",
                "every line of ~/.ssh/config can be read",
                "vi +7 ~/.ssh/config",
                ConfigChecks::syntax)
            .needing("config-mode"),
        Check.of(
                Layer.MACHINE,
                "config-order",
                "no section sets in vain what one for all hosts has set before it",
                "vi +7 ~/.ssh/config",
                ConfigChecks::order)
            .needing("config-syntax"),
        Check.of(
                Layer.MACHINE,
                "config-identities",
                "every IdentityFile is there: ssh passes over one that isn't",
                "vi +7 ~/.ssh/config",
                ConfigChecks::identities)
            .needing("config-syntax"),
        Check.of(
            Layer.MACHINE,
            "config-include",
            "~/.ssh/config includes the instances' Host entries, where there are some, first",
            "spheron-ssh config",
            ConfigChecks::include));
  }

  private static Result mode(Patient patient) throws SpheronSshException {
    Environment environment = patient.machine().environment();
    List<Problem> exposed = patient.machine().config().exposed();
    if (exposed.isEmpty()) {
      return new Ok("yours alone to write");
    }
    Path file = exposed.getFirst().file();
    Access access = Access.to(file);
    String shown = environment.display(file);
    return access.othersCanWrite()
        ? new Failure(
                shown + " is " + access + ": ssh refuses what others can write to",
                "chmod go-w " + ShellWord.of(file, environment))
            .mendedBy(new Mending.Mode(file, access.withoutOthersWriting()))
        : new Failure(
            shown + " is neither yours nor root's: ssh refuses it",
            "sudo chown \"$(id -un)\" " + ShellWord.of(file, environment));
  }

  private static Result syntax(Patient patient) throws SpheronSshException {
    ConfigSurvey config = patient.machine().config();
    if (!config.problems().isEmpty()) {
      Problem first = config.problems().getFirst();
      int more = config.problems().size() - 1;
      return new Failure(
          first.cause().getMessage() + (more == 0 ? "" : ", and %d more".formatted(more)),
          edit(first.file(), first.line(), patient));
    }
    Optional<SpheronSshException> refusal = patient.configRefusal();
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    int lines = config.lines().size();
    return new Ok(lines == 1 ? "1 setting" : lines + " settings");
  }

  private static Result order(Patient patient) throws SpheronSshException {
    Map<Keyword, Line> general = new EnumMap<>(Keyword.class);
    for (Line line : patient.machine().config().lines()) {
      if (line.keyword().isRepeating()) {
        continue;
      }
      Line before = general.get(line.keyword());
      if (before != null
          && !line.section().general()
          && !line.arguments().equals(before.arguments())) {
        return new Warning(
            "%s: %s sets %s for every host, so that %s at %s sets it in vain"
                .formatted(
                    place(before, patient),
                    before.section().title(),
                    line.keyword(),
                    line.section().title(),
                    place(line, patient)),
            edit(before.file(), before.number(), patient));
      }
      if (line.section().general()) {
        general.putIfAbsent(line.keyword(), line);
      }
    }
    return new Ok("what is said first is meant to count");
  }

  private static Result identities(Patient patient) throws SpheronSshException {
    Environment environment = patient.machine().environment();
    List<NamedFile> named = patient.machine().config().identities(environment);
    for (NamedFile each : named) {
      if (Files.notExists(each.path())) {
        return new Warning(
            "%s: there is no %s"
                .formatted(place(each.line(), patient), environment.display(each.path())),
            edit(each.line().file(), each.line().number(), patient));
      }
    }
    return new Ok(named.isEmpty() ? "none is named" : named.size() + " named, and there");
  }

  private static Result include(Patient patient) throws SpheronSshException {
    Environment environment = patient.machine().environment();
    var files = new HostEntriesFiles(environment);
    if (!files.areThere()) {
      return new Ok("there are no Host entries");
    }
    String entries = environment.display(files.entries());
    String config = environment.display(files.config());
    return files.areIncludedFirst()
        ? new Ok(config + " includes " + entries)
        : new Warning(
                "%s does not begin with %s: ssh doesn't know the instances, or something before it counts"
                    .formatted(config, files.includeLine()),
                "spheron-ssh config")
            .mendedBy(new Mending.Inclusion(files.config()));
  }

  private static String place(Line line, Patient patient) {
    return patient.machine().environment().display(line.file()) + " line " + line.number();
  }

  private static String edit(Path file, int line, Patient patient) {
    return "vi +%d %s".formatted(line, ShellWord.of(file, patient.machine().environment()));
  }
}
