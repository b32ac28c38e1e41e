package io.github.spheronssh.ssh;

import java.util.List;

/**
 * The ways to log in that may be tried, by their names in RFC 4252 and RFC 4256.
 *
 * @param names in this order
 * @param prompts how often a password, or a whole set of questions, may be answered wrong
 */
public record LoginMethods(List<String> names, int prompts) {
  /** Keys. */
  public static final String PUBLICKEY = "publickey";

  /** The server's own questions. */
  public static final String QUESTIONS = "keyboard-interactive";

  /** The user's password. */
  public static final String PASSWORD = "password";

  /** All of them, in ssh's order and as often as ssh asks. */
  public static final LoginMethods USUAL =
      new LoginMethods(List.of(PUBLICKEY, QUESTIONS, PASSWORD), 3);

  /** Copies the list. */
  public LoginMethods {
    names = List.copyOf(names);
  }
}
