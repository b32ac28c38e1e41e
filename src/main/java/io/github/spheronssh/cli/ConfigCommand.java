package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.api.BaseUrl;
import io.github.spheronssh.config.OwnSections;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.hostentries.FileChange;
import io.github.spheronssh.hostentries.HostEntries;
import io.github.spheronssh.hostentries.HostEntriesFiles;
import io.github.spheronssh.instance.Instance;
import io.github.spheronssh.terminal.Terminal;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lets ssh, and every program that uses it, reach the running instances by name. */
@Command(
    name = "config",
    description = {
      "Let ssh, scp, rsync, git and editors reach the running instances as NAME.spheron.",
      "Writes Host entries to ~/.spheron/ssh_config, and one Include line first in ~/.ssh/config."
    })
final class ConfigCommand implements Callable<Integer> {
  private final Context context;

  @ArgGroup @Nullable What what;

  @Option(names = "--dry-run", description = "Show as a diff what would change; change nothing.")
  boolean dryRun;

  @Option(
      names = "--proxy-command",
      description = "Have ssh ask for the address each time, so that entries outlive it.")
  boolean proxyCommand;

  @Mixin TeamOption team = new TeamOption();

  @Mixin ApiOptions api = new ApiOptions();

  @Mixin OutputOptions output = new OutputOptions();

  /** What to do instead of writing. */
  static final class What {
    @Option(names = "--print", description = "Print the entries; write nothing.")
    boolean print;

    @Option(names = "--remove", description = "Take the entries and the Include line away again.")
    boolean remove;
  }

  ConfigCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws SpheronSshException {
    var files = new HostEntriesFiles(context.environment());
    if (what != null && what.remove) {
      return remove(files);
    }
    HostEntries entries = entries();
    Terminal terminal = context.terminal();
    entries.notes().forEach(terminal::note);
    clashes(entries.hosts(), files).forEach(terminal::note);
    if (what != null && what.print) {
      terminal.out().print(entries.text());
    } else if (dryRun) {
      show(files.changesOf(entries));
    } else {
      files.write(entries);
      terminal.note(written(files, entries.aliases()));
    }
    return ExitCode.OK;
  }

  private HostEntries entries() throws SpheronSshException {
    var access = InstanceAccess.open(context, api, team, false);
    List<Instance> running;
    try (var _ = context.terminal().progress("asking Spheron for the instances")) {
      running = access.deployments().active();
    }
    Optional<String> proxy = proxyCommand ? Optional.of(proxyCommand()) : Optional.empty();
    return HostEntries.of(
        running, access.ledger().known(), access.logins(), context.environment(), proxy);
  }

  /**
   * Sections of the user's own that have a host of the entries; a file that is odd is no hindrance.
   */
  private List<String> clashes(List<String> hosts, HostEntriesFiles files) {
    try {
      return OwnSections.naming(hosts, files.entries(), context.environment()).stream()
          .map(place -> place + " is a section too: what the entries say of it comes first")
          .toList();
    } catch (SpheronSshException e) {
      return List.of("it can't be told whether a host has a section already: " + e.getMessage());
    }
  }

  /** The command with what was chosen for this run; whoever uses it later has other variables. */
  private String proxyCommand() throws SpheronSshException {
    Environment environment = context.environment();
    OwnProgram program = OwnProgram.find(environment);
    var words = new StringJoiner(" ");
    words.add(program.inConfig()).add("proxy");
    Optional<String> chosenTeam = team.team(environment);
    if (chosenTeam.isPresent()) {
      words.add("--team").add(program.inConfig(chosenTeam.get()));
    }
    String base = BaseUrl.find(environment, Optional.ofNullable(api.apiBase)).toString();
    if (!base.equals(BaseUrl.DEFAULT)) {
      words.add("--api-base").add(program.inConfig(base));
    }
    if (api.apiKeyFile != null) {
      words
          .add("--api-key-file")
          .add(program.inConfig(environment.resolve(api.apiKeyFile).toString()));
    }
    return words.toString();
  }

  private int remove(HostEntriesFiles files) throws SpheronSshException {
    if (dryRun) {
      show(files.changesOfRemoval());
    } else {
      context.terminal().note(files.remove() ? "removed" : "there was nothing to remove");
    }
    return ExitCode.OK;
  }

  private void show(List<FileChange> changes) {
    for (FileChange change : changes) {
      String name = context.environment().display(change.path());
      change.diff(name).forEach(context.terminal().out()::println);
    }
    if (changes.isEmpty()) {
      context.terminal().note("nothing would change");
    }
  }

  private String written(HostEntriesFiles files, List<String> aliases) {
    String place = context.environment().display(files.entries());
    return aliases.isEmpty()
        ? "no instance runs: " + place + " has no entries"
        : "%d instance%s in %s: ssh %s"
            .formatted(aliases.size(), aliases.size() == 1 ? "" : "s", place, aliases.getFirst());
  }
}
