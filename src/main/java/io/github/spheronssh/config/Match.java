package io.github.spheronssh.config;

import io.github.spheronssh.SpheronSshException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The criteria of a {@code Match} line, all of which have to hold.
 *
 * @param criteria in their order
 */
record Match(ConfigLine line, List<Criterion> criteria) {
  private static final Set<String> ALONE = Set.of("all", "canonical", "final");
  private static final Set<String> WITH_VALUE =
      Set.of(
          "command",
          "exec",
          "host",
          "localnetwork",
          "localuser",
          "originalhost",
          "sessiontype",
          "tagged",
          "user",
          "version");

  /** One criterion; one after a {@code !} has to fail. */
  record Criterion(boolean negated, String name, String value) {}

  /** What the criteria are held to. */
  interface Present {
    /** What stands for the tokens of exec by now; its host is the one that counts by now. */
    Tokens tokens() throws SpheronSshException;

    /** The tag; empty where there is none. */
    String tag();

    /** The command of the command line, or the subsystem; empty where there is none. */
    String command();

    /** What is to run: {@code shell}, {@code exec}, {@code subsystem} or {@code none}. */
    String sessionType();

    /** Whether the files are read for the second time. */
    boolean isLast();
  }

  /** Copies the list. */
  Match {
    criteria = List.copyOf(criteria);
  }

  /**
   * Reads the criteria.
   *
   * @throws ConfigException where they are none
   */
  static Match parse(ConfigLine line) throws ConfigException {
    var criteria = new ArrayList<Criterion>();
    List<String> words = line.arguments();
    int at = 0;
    while (at < words.size()) {
      String word = words.get(at++);
      boolean negated = word.startsWith("!");
      String text = word.substring(negated ? 1 : 0);
      int equals = text.indexOf('=');
      String name = (equals < 0 ? text : text.substring(0, equals)).toLowerCase(Locale.ROOT);
      if (ALONE.contains(name) && equals < 0) {
        criteria.add(new Criterion(negated, name, ""));
        continue;
      }
      if (!WITH_VALUE.contains(name)) {
        throw line.wrong("Match has no criterion " + word, null);
      }
      String value = equals < 0 ? "" : text.substring(equals + 1);
      if (equals < 0 && at < words.size() && words.get(at).equals("=")) {
        at++;
      }
      if (value.isEmpty()) {
        if (at == words.size()) {
          throw line.wrong("the criterion %s of Match has no value".formatted(name), null);
        }
        value = words.get(at++);
      }
      criteria.add(new Criterion(negated, name, value));
    }
    var match = new Match(line, criteria);
    match.checkAll();
    return match;
  }

  /** {@code all} stands alone, or after one of the criteria that say when. */
  private void checkAll() throws ConfigException {
    for (int i = 0; i < criteria.size(); i++) {
      boolean allowed = i == criteria.size() - 1 && (i == 0 || (i == 1 && isAboutThePass(0)));
      if (criteria.get(i).name().equals("all") && !allowed) {
        throw line.wrong("'all' can't be combined with other criteria of Match", null);
      }
    }
  }

  private boolean isAboutThePass(int i) {
    return ALONE.contains(criteria.get(i).name());
  }

  /** Whether it wants the files to be read a second time. */
  boolean wantsFinal() {
    return criteria.stream().anyMatch(criterion -> criterion.name().equals("final"));
  }

  /** Whether it says by which name the target is meant. */
  boolean names(Present present) throws SpheronSshException {
    for (Criterion criterion : criteria) {
      Optional<String> name = name(criterion, present);
      if (!criterion.negated() && name.isPresent() && hosts(criterion).names(name.get())) {
        return true;
      }
    }
    return false;
  }

  private static Optional<String> name(Criterion criterion, Present present)
      throws SpheronSshException {
    return switch (criterion.name()) {
      case "host" -> Optional.of(lower(present.tokens().host()));
      case "originalhost" -> Optional.of(lower(present.tokens().original()));
      default -> Optional.empty();
    };
  }

  private static PatternList hosts(Criterion criterion) {
    return PatternList.of(lower(criterion.value()));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Whether all of them hold; no command is run once one does not. */
  boolean holds(Present present, Surroundings surroundings) throws SpheronSshException {
    for (Criterion criterion : criteria) {
      if (holds(criterion, present, surroundings) == criterion.negated()) {
        return false;
      }
    }
    return true;
  }

  private boolean holds(Criterion criterion, Present present, Surroundings surroundings)
      throws SpheronSshException {
    Tokens tokens = present.tokens();
    String value = criterion.value();
    return switch (criterion.name()) {
      case "all" -> true;
      case "canonical", "final" -> present.isLast();
      case "host" -> hosts(criterion).matches(lower(tokens.host()));
      case "originalhost" -> hosts(criterion).matches(lower(tokens.original()));
      case "user" -> PatternList.of(value).matches(tokens.user());
      case "localuser" -> PatternList.of(value).matches(tokens.environment().userName());
      case "tagged" -> PatternList.of(value).matches(present.tag());
      case "localnetwork" -> isIn(value, surroundings);
      case "command" -> PatternList.of(value).matches(present.command());
      case "sessiontype" -> PatternList.of(lower(value)).matches(present.sessionType());
      case "version" -> PatternList.of(value).matches(surroundings.version());
      default -> surroundings.succeeds(command(tokens, value));
    };
  }

  private String command(Tokens tokens, String command) throws SpheronSshException {
    try {
      return tokens.expand(Expansion.COMMAND, command);
    } catch (ConfigException e) {
      throw line.wrong("Match exec: " + e.getMessage(), e.hint().orElse(null));
    }
  }

  private boolean isIn(String networks, Surroundings surroundings) throws ConfigException {
    boolean found = false;
    for (String text : networks.split(",", -1)) {
      Network network =
          Network.parse(text)
              .orElseThrow(
                  () ->
                      line.wrong(
                          "expected a network such as 192.0.2.0/24, met '%s'".formatted(text),
                          null));
      found |= surroundings.addresses().stream().anyMatch(network::holds);
    }
    return found;
  }
}
