package io.github.spheronssh.config;

/**
 * Which names may stand in a command that a shell reads: those that OpenSSH takes since 9.6
 * (CVE-2023-51385), and none with a control character.
 */
final class Names {
  private static final String NOT_IN_A_HOST = "'`\"$\\;&<>|(){}";
  private static final String NOT_IN_A_USER = "'`\";&<>|(){}";

  private Names() {}

  static boolean isHarmlessHost(String name) {
    return !name.startsWith("-")
        && name.chars()
            .noneMatch(c -> NOT_IN_A_HOST.indexOf(c) >= 0 || c == ' ' || Character.isISOControl(c));
  }

  static boolean isHarmlessUser(String name) {
    return !name.startsWith("-")
        && !name.contains(" -")
        && !name.endsWith("\\")
        && name.chars().noneMatch(c -> NOT_IN_A_USER.indexOf(c) >= 0 || Character.isISOControl(c));
  }
}
