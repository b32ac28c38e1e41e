package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.account.RegisteredKey;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.rotation.Leftover;
import io.github.spheronssh.rotation.OtherTeams;
import io.github.spheronssh.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What of a proposal the user's other teams hold back, said to the user.
 *
 * @param teams absent where they can't be asked: then all of it is held back
 */
record UseElsewhere(Optional<OtherTeams> teams, Terminal terminal) {
  static UseElsewhere ask(KeyAccount account) {
    Terminal terminal = account.context().terminal();
    try (var _ = terminal.progress("asking Spheron for the instances of other teams")) {
      var teams = OtherTeams.ask(account.api(), account.team(), account.access().ledger());
      return new UseElsewhere(Optional.of(teams), terminal);
    } catch (SpheronSshException e) {
      terminal.note(
          "nothing is proposed: whether other teams use a key is not known: " + e.getMessage());
      return new UseElsewhere(Optional.empty(), terminal);
    }
  }

  /** The keys that they leave. */
  List<RegisteredKey> without(List<RegisteredKey> keys) {
    return free(keys, RegisteredKey::line, KeysDeleteCommand::shown);
  }

  /** The pairs that they leave. */
  List<Leftover> without(List<Leftover> pairs, Function<Leftover, String> names) {
    return free(pairs, pair -> Optional.of(pair.key()), names);
  }

  private <T> List<T> free(
      List<T> all, Function<T, Optional<PublicKeyLine>> lines, Function<T, String> names) {
    var free = new ArrayList<T>();
    for (T each : all) {
      Optional<PublicKeyLine> line = lines.apply(each);
      if (teams.isEmpty() || line.isEmpty()) {
        continue; // unknown use counts as used
      }
      List<String> needing = teams.get().needing(line.get());
      if (needing.isEmpty()) {
        free.add(each);
      } else {
        terminal.note(
            "not proposed, since it opens, or may open, %s: %s"
                .formatted(String.join(", ", needing), names.apply(each)));
      }
    }
    return List.copyOf(free);
  }
}
