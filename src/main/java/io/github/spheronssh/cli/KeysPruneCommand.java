package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.account.KeyChoiceException;
import io.github.spheronssh.account.RegisteredKey;
import io.github.spheronssh.api.NotFoundException;
import io.github.spheronssh.instance.Instance;
import io.github.spheronssh.ring.Pruning;
import io.github.spheronssh.ring.Ring;
import io.github.spheronssh.rotation.Journal;
import io.github.spheronssh.rotation.Leftover;
import io.github.spheronssh.terminal.Terminal;
import io.github.spheronssh.terminal.Visible;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes what nothing uses. */
@Command(
    name = "prune",
    description = {
      "Delete the account's keys that no instance uses, and the old pairs that rotations left.",
      "Other files on this machine stay, and so does a key whose private half is not here: it may"
          + " be a colleague's."
    })
final class KeysPruneCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(
      arity = "0..*",
      paramLabel = "KEY",
      description = "Ids, names or fingerprints: these alone, as far as nothing uses them.")
  List<String> keys = List.of();

  @Option(
      names = "--older-than",
      paramLabel = "TIME",
      converter = DurationWords.class,
      description =
          "Those keys alone that the account has had for longer, such as 90d, and those pairs that"
              + " were replaced longer ago.")
  Optional<Duration> age = Optional.empty();

  @Option(names = "--dry-run", description = "Show what would be deleted; change nothing.")
  boolean dryRun;

  @Option(names = "--yes", description = "Delete the keys that are named without asking.")
  boolean yes;

  @Mixin TeamOption team = new TeamOption();

  @Mixin ApiOptions api = new ApiOptions();

  @Mixin OutputOptions output = new OutputOptions();

  KeysPruneCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws SpheronSshException {
    Terminal terminal = context.terminal();
    KeyAccount account;
    Ring ring;
    try (var _ = terminal.progress("asking Spheron for keys and instances")) {
      account = KeyAccount.open(context, api, team);
      ring = account.ring();
    }
    Pruning pruning = Pruning.of(ring, age.orElse(Duration.ZERO), Instant.now());
    tell(ring.usage().unknown(), pruning);
    List<RegisteredKey> chosen = chosen(account, pruning);
    List<Leftover> pairs = keys.isEmpty() ? leftovers() : List.of();
    if (!chosen.isEmpty() || !pairs.isEmpty()) {
      var elsewhere = UseElsewhere.ask(account);
      chosen = elsewhere.without(chosen);
      pairs = elsewhere.without(pairs, this::place);
    }
    if (!keys.isEmpty() && chosen.size() < keys.size()) {
      throw new KeyChoiceException(
          "a key that was named is in use, or may be", "keys delete asks nobody");
    }
    if (chosen.isEmpty() && pairs.isEmpty()) {
      terminal.note("there is nothing to delete");
      return ExitCode.OK;
    }
    chosen.forEach(key -> terminal.out().println(Visible.line("account: " + shown(key))));
    pairs.forEach(pair -> terminal.out().println("pair: " + place(pair)));
    if (dryRun) {
      return ExitCode.OK;
    }
    if (!(yes && !keys.isEmpty())
        && !terminal.confirm("delete these (yes or no)? ", "the ids of the keys and --yes")) {
      terminal.note("nothing was deleted");
      return ExitCode.FAILED;
    }
    delete(account, chosen, pairs);
    return ExitCode.OK;
  }

  private List<Leftover> leftovers() throws SpheronSshException {
    Instant now = Instant.now();
    return Leftover.all(Journal.of(context.environment())).stream()
        .filter(pair -> pair.isOlder(age.orElse(Duration.ZERO), now))
        .toList();
  }

  private void tell(List<Instance> unknown, Pruning pruning) {
    Terminal terminal = context.terminal();
    if (!unknown.isEmpty()) {
      String names = unknown.stream().map(Instance::name).collect(Collectors.joining(", "));
      terminal.note(
          "no key of the account is proposed: nobody says which one opens %s; a login shows it"
              .formatted(names));
    }
    pruning.foreign().stream()
        .map(key -> "not proposed, since its private half is not here: " + shown(key))
        .forEach(terminal::note);
  }

  private List<RegisteredKey> chosen(KeyAccount account, Pruning pruning)
      throws KeyChoiceException {
    if (keys.isEmpty()) {
      return pruning.proposed();
    }
    var chosen = new ArrayList<RegisteredKey>();
    for (String word : keys) {
      RegisteredKey key = account.keys().choose(word);
      if (!pruning.proposed().contains(key) && !pruning.foreign().contains(key)) {
        throw new KeyChoiceException(
            "%s is in use, or may be".formatted(shown(key)),
            "spheron-ssh keys show %s says by what; keys delete asks nobody".formatted(key.id()));
      }
      chosen.add(key);
    }
    return chosen;
  }

  private void delete(KeyAccount account, List<RegisteredKey> chosen, List<Leftover> pairs)
      throws SpheronSshException {
    Terminal terminal = context.terminal();
    for (RegisteredKey key : chosen) {
      try {
        account.api().deleteKey(key.id());
        terminal.out().println(Visible.line("deleted: " + shown(key)));
      } catch (NotFoundException e) {
        terminal.note(shown(key) + " was gone already");
      }
    }
    for (Leftover pair : pairs) {
      pair.delete();
      terminal.out().println("deleted: " + place(pair));
    }
  }

  private String place(Leftover pair) {
    return context.environment().display(pair.file());
  }

  private static String shown(RegisteredKey key) {
    return KeysDeleteCommand.shown(key);
  }
}
