package io.github.spheronssh.config;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What name the connection leads to: HostName, and CanonicalizeHostname. */
final class HostName {
  private static final int USUAL_PORT = 22;

  private HostName() {}

  /** What HostName makes of what the user named. */
  static String expand(Environment environment, String hostName, String original)
      throws SpheronSshException {
    var tokens = new Tokens(environment, original, original, USUAL_PORT, "", "", "", Map.of());
    return tokens.expand(Expansion.NAME, hostName);
  }

  /** What tokens stand for, as far as it is known. */
  static Tokens tokens(Environment environment, SshConfig config, String host, String original) {
    return new Tokens(
        environment,
        host,
        original,
        config.text(Keyword.PORT).map(Integer::parseInt).orElse(USUAL_PORT),
        config.text(Keyword.USER).orElseGet(environment::userName),
        config.text(Keyword.HOST_KEY_ALIAS).orElse(original),
        config.text(Keyword.PROXY_JUMP).orElse(""),
        Map.of());
  }

  /** The name that the user's stands for once HostName is heard, in lower case. */
  static String of(Environment environment, SshConfig config, String original)
      throws SpheronSshException {
    Optional<String> given = config.text(Keyword.HOST_NAME);
    String name = given.isEmpty() ? original : expand(environment, given.get(), original);
    return isAddress(name) ? name : name.toLowerCase(Locale.ROOT);
  }

  /** Whether short names are to be made whole. */
  static boolean isToBeCanonical(SshConfig config) {
    return !config.text(Keyword.CANONICALIZE_HOSTNAME).orElse("no").matches("(?i)no|false");
  }

  /**
   * The whole name of a short one: the first of CanonicalDomains that has it.
   *
   * @throws ConfigException where none has, and CanonicalizeFallbackLocal is no
   */
  static String canonical(SshConfig config, String name, Surroundings surroundings)
      throws ConfigException {
    if (!isToBeCanonical(config) || isAddress(name) || isLeftToAProxy(config)) {
      return name;
    }
    refuseAliases(config);
    if (name.endsWith(".")) {
      return surroundings.exists(name)
          ? name.substring(0, name.length() - 1)
          : fallback(config, name);
    }
    int dots = config.number(Keyword.CANONICALIZE_MAX_DOTS).orElse(1);
    if (name.chars().filter(c -> c == '.').count() > dots) {
      return name;
    }
    for (String domain : config.texts(Keyword.CANONICAL_DOMAINS)) {
      if (domain.equalsIgnoreCase("none")) {
        break;
      }
      if (surroundings.exists(name + "." + domain + ".")) {
        return name + "." + domain;
      }
    }
    return fallback(config, name);
  }

  /** The system tells the addresses of a name, and not the name that an alias stands for. */
  private static void refuseAliases(SshConfig config) throws ConfigException {
    String permitted = config.text(Keyword.CANONICALIZE_PERMITTED_CNAMES).orElse("none");
    if (!permitted.equalsIgnoreCase("none")) {
      throw new ConfigException(
          "CanonicalizePermittedCNAMEs: the system doesn't tell what name an alias stands for",
          "-o CanonicalizePermittedCNAMEs=none takes the name as it was found");
    }
  }

  private static boolean isLeftToAProxy(SshConfig config) {
    boolean direct =
        config
            .text(Keyword.PROXY_COMMAND)
            .or(() -> config.text(Keyword.PROXY_JUMP))
            .filter(proxy -> !proxy.equalsIgnoreCase("none"))
            .isEmpty();
    return !direct
        && !config.text(Keyword.CANONICALIZE_HOSTNAME).orElse("").equalsIgnoreCase("always");
  }

  private static String fallback(SshConfig config, String name) throws ConfigException {
    if (!config.flag(Keyword.CANONICALIZE_FALLBACK_LOCAL).orElse(true)) {
      throw new ConfigException(
          "none of the CanonicalDomains has a host '%s'".formatted(name),
          "-o CanonicalizeFallbackLocal=yes takes the name as it is");
    }
    return name;
  }

  private static boolean isAddress(String name) {
    return name.contains(":") || name.matches("[0-9.]+");
  }
}
