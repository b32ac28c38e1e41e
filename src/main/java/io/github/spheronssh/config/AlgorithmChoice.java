package io.github.spheronssh.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a keyword such as Ciphers can choose from, and what its value chooses, as ssh_config(5) has
 * it: names that replace the usual ones, or after {@code +} follow them, after {@code ^} go before
 * them, after {@code -} are taken from them.
 *
 * @param keyword the keyword, which an error names
 * @param usual what is used where nothing is set, most wanted first
 * @param all what can be asked for
 * @param missing names that OpenSSH has and this program has not
 * @param patterns whether {@code *} and {@code ?} are taken everywhere; after {@code -} they always
 *     are
 */
public record AlgorithmChoice(
    Keyword keyword, List<String> usual, List<String> all, List<String> missing, boolean patterns) {

  /**
   * What is left of a value.
   *
   * @param names what is used, most wanted first; never empty
   * @param missing what was asked for and can't be had, which may well be the reason why a server
   *     can't be talked to
   */
  public record Chosen(List<String> names, List<String> missing) {}

  /**
   * Reads a value.
   *
   * @throws ConfigException where a name is unknown, or none is left
   */
  public Chosen choose(String value) throws ConfigException {
    if (value.startsWith("-")) {
      String list = value.substring(1);
      return chosen(usual.stream().filter(name -> !listed(list, name)).toList(), List.of(), value);
    }
    boolean after = value.startsWith("+");
    boolean before = value.startsWith("^");
    List<String> words = words(after || before ? value.substring(1) : value);
    List<String> absent = words.stream().filter(missing::contains).toList();
    SequencedSet<String> names = new LinkedHashSet<>(after ? usual : List.of());
    for (String word : words) {
      names.addAll(named(word));
    }
    names.addAll(before ? usual : List.of());
    return chosen(List.copyOf(names), absent, value);
  }

  private Chosen chosen(List<String> names, List<String> absent, String value)
      throws ConfigException {
    if (names.isEmpty()) {
      throw error("nothing is left of '" + value + "'");
    }
    return new Chosen(names, absent);
  }

  private List<String> words(String list) throws ConfigException {
    var words = new ArrayList<String>();
    for (String word : list.split(",", -1)) {
      if (word.isEmpty()) {
        throw error("a name is missing in '" + list + "'");
      }
      words.add(word);
    }
    return words;
  }

  /** The names that a word stands for; none where it is one that only OpenSSH has. */
  private List<String> named(String word) throws ConfigException {
    Pattern pattern = patterns ? pattern(word) : Pattern.compile(Pattern.quote(word));
    List<String> names = all.stream().filter(name -> pattern.matcher(name).matches()).toList();
    if (names.isEmpty() && missing.stream().noneMatch(name -> pattern.matcher(name).matches())) {
      throw error("'" + word + "' is not known");
    }
    return names;
  }

  /** Whether a list of patterns has a name; one that begins with {@code !} keeps it out. */
  private static boolean listed(String list, String name) {
    boolean listed = false;
    for (String word : list.split(",", -1)) {
      boolean not = word.startsWith("!");
      if (pattern(not ? word.substring(1) : word).matcher(name).matches()) {
        if (not) {
          return false;
        }
        listed = true;
      }
    }
    return listed;
  }

  private static Pattern pattern(String glob) {
    return Pattern.compile(
        glob.chars()
            .mapToObj(Character::toString)
            .map(c -> c.equals("*") ? ".*" : c.equals("?") ? "." : Pattern.quote(c))
            .collect(Collectors.joining()));
  }

  private ConfigException error(String text) {
    return new ConfigException(
        keyword + ": " + text, "spheron-ssh connect -Q " + keyword + " lists what there is");
  }
}
