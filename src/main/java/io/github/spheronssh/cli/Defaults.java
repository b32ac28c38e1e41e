package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What an option is where the command line doesn't say: first what the environment says of it, then
 * {@code ~/.spheron/ssh.properties}, for the command or for all.
 */
final class Defaults implements IDefaultValueProvider {
  /** The options that the environment has a word for. */
  private static final Map<String, String> VARIABLES =
      Map.of(
          "host-key", "SPHERON_SSH_HOST_KEY",
          "identity", "SPHERON_SSH_IDENTITY",
          "proxy", "SPHERON_SSH_PROXY",
          "team", "SPHERON_TEAM_ID");

  /** Options that confirm, force or mend: whoever gives them means this one run. */
  private static final Set<String> EACH_TIME =
      Set.of(
          "yes",
          "force",
          "force-weak",
          "fix",
          "purge",
          "undo",
          "remove",
          "all",
          "no-passphrase",
          "fingerprint",
          "host-key-fingerprint",
          "help",
          "version");

  private final Environment environment;
  private final Settings settings;

  Defaults(Environment environment, Settings settings) {
    this.environment = environment;
    this.settings = settings;
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)) {
      return null;
    }
    List<String> names = names(option);
    if (names.stream().anyMatch(EACH_TIME::contains)) {
      return null;
    }
    for (String name : names) {
      Optional<String> value =
          Optional.ofNullable(VARIABLES.get(name))
              .flatMap(environment::variable)
              .or(() -> settings.value(prefix(option.command()) + name))
              .or(() -> settings.value(name));
      if (value.isPresent()) {
        return value.get();
      }
    }
    return null;
  }

  /**
   * Refuses a setting that could never count.
   *
   * @throws SpheronSshException naming the line, where the file can't be read or understood, sets
   *     an option that has to be given each time, or one that this command doesn't have
   */
  void check(CommandSpec command) throws SpheronSshException {
    settings.check();
    var known = new ArrayList<String>();
    command.options().forEach(option -> known.addAll(names(option)));
    String prefix = prefix(command);
    for (String key : settings.keys()) {
      if (key.startsWith(Settings.KEY_FOR)) {
        continue; // what follows is an instance's name
      }
      String name = key.substring(key.lastIndexOf('.') + 1);
      if (EACH_TIME.contains(name)) {
        throw settings.wrong(key, "--" + name + " has to be given each time");
      }
      if (!prefix.isEmpty() && key.equals(prefix + name) && !known.contains(name)) {
        String meant =
            Closest.to(name, known).map(close -> ": did you mean " + close + "?").orElse("");
        throw settings.wrong(key, command.name() + " has no option --" + name + meant);
      }
    }
  }

  /** The command as keys begin with it: {@code keys.list.} for {@code spheron-ssh keys list}. */
  private static String prefix(CommandSpec command) {
    String[] words = command.qualifiedName(".").split("\\.", 2);
    return words.length < 2 ? "" : words[1] + ".";
  }

  private static List<String> names(OptionSpec option) {
    return List.of(option.names()).stream().map(name -> name.replaceFirst("^--?", "")).toList();
  }
}
