package io.github.spheronssh.login;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which key file is meant for which instances, as the user's settings say.
 *
 * @param files the files by an instance's name or id, or a pattern of names in which {@code *}
 *     stands for any text and {@code ?} for one character
 */
public record KeyMapping(Map<String, Path> files) {
  /** Says nothing of any instance. */
  public static final KeyMapping NONE = new KeyMapping(Map.of());

  /** Copies the map. */
  public KeyMapping {
    files = Map.copyOf(new LinkedHashMap<>(files));
  }

  /**
   * The file that is meant: by id, else by name, else by the longest pattern that fits the name.
   */
  public Optional<Path> find(String id, String name) {
    return Optional.ofNullable(files.get(id))
        .or(() -> Optional.ofNullable(files.get(name)))
        .or(
            () ->
                files.entrySet().stream()
                    .filter(entry -> fits(entry.getKey(), name))
                    .max(
                        Comparator.comparingInt(
                                (Map.Entry<String, Path> entry) -> entry.getKey().length())
                            .thenComparing(Map.Entry.comparingByKey()))
                    .map(Map.Entry::getValue));
  }

  private static boolean fits(String pattern, String name) {
    String regex = pattern.chars().mapToObj(KeyMapping::regex).collect(Collectors.joining());
    return name.matches(regex);
  }

  private static String regex(int c) {
    return switch (c) {
      case '*' -> ".*";
      case '?' -> ".";
      default -> Pattern.quote(Character.toString(c));
    };
  }
}
