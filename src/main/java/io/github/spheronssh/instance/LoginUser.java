package io.github.spheronssh.instance;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The name to log in by, as far as others may choose it. */
public final class LoginUser {
  /** What is tried on an instance of which nobody says the user, in this order. */
  public static final List<String> USUAL = List.of("ubuntu", "root");

  private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");

  // cloud-init puts this line before root's key as a forced command.
  private static final Pattern REFUSAL =
      Pattern.compile(
          "Please login as the user \"([^\"\\s]{1,64})\" rather than the user \"root\"");

  private LoginUser() {}

  /**
   * The name where it can be one: the API, a server and a file may say anything, and what they say
   * ends in a user's terminal and in commands shown for copying.
   */
  public static Optional<String> trusted(@Nullable String name) {
    return Optional.ofNullable(name).filter(n -> NAME.matcher(n).matches());
  }

  /** The user that a cloud image's refusal of root names, where the output is such a refusal. */
  public static Optional<String> namedInRefusal(String output) {
    Matcher refusal = REFUSAL.matcher(output);
    return refusal.find() ? trusted(refusal.group(1)) : Optional.empty();
  }
}
