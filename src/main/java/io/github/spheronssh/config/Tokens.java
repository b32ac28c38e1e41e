package io.github.spheronssh.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What percent tokens stand for, ssh_config(5), TOKENS.
 *
 * @param host where the connection leads
 * @param original what the user named
 * @param alias by what name the host's key is known
 * @param jump the hosts on the way
 * @param further what stands for tokens that only one keyword has
 */
record Tokens(
    Environment environment,
    String host,
    String original,
    int port,
    String user,
    String alias,
    String jump,
    Map<Character, String> further) {
  private static final String NONE_OF_A_USER = "rC";

  /** The same where the connection leads elsewhere. */
  Tokens at(String otherHost, int otherPort, String otherUser) {
    return new Tokens(environment, otherHost, original, otherPort, otherUser, alias, jump, further);
  }

  /** The same with tokens that only one keyword has. */
  Tokens with(Map<Character, String> others) {
    return new Tokens(environment, host, original, port, user, alias, jump, others);
  }

  /** A setting with everything in its place. */
  Setting expand(Keyword keyword, Setting setting) throws SpheronSshException {
    var expanded = new ArrayList<String>();
    for (String argument : setting.arguments()) {
      try {
        expanded.add(expand(keyword.expansion(), argument));
      } catch (ConfigException e) {
        throw new ConfigException(
            "%s: %s: %s".formatted(setting.place(), keyword, e.getMessage()),
            e.hint().orElse(null));
      }
    }
    return setting.with(List.copyOf(expanded));
  }

  /** A value with everything in its place. */
  String expand(Expansion expansion, String text) throws SpheronSshException {
    return switch (expansion) {
      case NONE -> text;
      case NAME, TEXT, USER -> replace(expansion, text);
      case PATH -> home(replace(expansion, text));
      case FORWARD -> text.contains("/") ? replace(expansion, text) : text;
      case COMMAND, LATER -> replace(Expansion.COMMAND, text);
    };
  }

  private String home(String path) throws SpheronSshException {
    if (path.equals("~") || path.startsWith("~/")) {
      return environment.home() + path.substring(1);
    }
    if (!path.startsWith("~")) {
      return path;
    }
    int slash = path.indexOf('/');
    int end = slash < 0 ? path.length() : slash;
    String user = path.substring(1, end);
    Path home =
        environment
            .homeOf(user)
            .orElseThrow(
                () ->
                    new ConfigException(
                        "there is no user '%s' whose home '%s' could begin with"
                            .formatted(user, path),
                        null));
    return home + path.substring(end);
  }

  private String replace(Expansion expansion, String text) throws SpheronSshException {
    boolean variables = expansion != Expansion.COMMAND && expansion != Expansion.NAME;
    var result = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      if (variables && text.startsWith("${", at)) {
        int end = text.indexOf('}', at);
        if (end < 0) {
          throw new ConfigException("expected } after ${, met none in '%s'".formatted(text), null);
        }
        result.append(variable(text.substring(at + 2, end)));
        at = end + 1;
      } else if (text.charAt(at) == '%') {
        char token = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
        result.append(token(expansion, token));
        at += 2;
      } else {
        result.append(text.charAt(at++));
      }
    }
    return result.toString();
  }

  private String variable(String name) throws ConfigException {
    return environment
        .variable(name)
        .orElseThrow(
            () ->
                new ConfigException("the variable %s is not set, or empty".formatted(name), null));
  }

  private String token(Expansion expansion, char token) throws SpheronSshException {
    boolean known =
        switch (expansion) {
          case NAME -> token == '%' || token == 'h';
          case USER -> NONE_OF_A_USER.indexOf(token) < 0;
          default -> true;
        };
    if (!known) {
      throw noToken(token);
    }
    String value = value(token);
    boolean hosts = "hnkjlL".indexOf(token) >= 0;
    boolean users = "ru".indexOf(token) >= 0;
    if (expansion == Expansion.COMMAND
        && ((hosts && !Names.isHarmlessHost(value)) || (users && !Names.isHarmlessUser(value)))) {
      throw new ConfigException(
          "%%%c stands for '%s', which a shell might obey".formatted(token, value),
          "use a name without signs that mean something to a shell");
    }
    return value;
  }

  private String value(char token) throws SpheronSshException {
    return switch (token) {
      case '%' -> "%";
      case 'C' -> hash();
      case 'd' -> environment.home().toString();
      case 'h' -> host;
      case 'i' -> environment.userId().map(String::valueOf).orElseThrow(() -> noToken('i'));
      case 'j' -> jump;
      case 'k' -> alias;
      case 'L' -> environment.hostName().split("\\.", 2)[0];
      case 'l' -> environment.hostName();
      case 'n' -> original;
      case 'p' -> String.valueOf(port);
      case 'r' -> user;
      case 'T' -> "NONE";
      case 'u' -> environment.userName();
      default -> {
        String own = further.get(token);
        if (own == null) {
          throw noToken(token);
        }
        yield own;
      }
    };
  }

  private static ConfigException noToken(char token) {
    return new ConfigException(
        "there is no token %%%c here".formatted(token), "%% stands for a percent sign");
  }

  /** SHA-1 of {@code %l%h%p%r%j}: a short name for the connection, which protects nothing. */
  private String hash() {
    String text = environment.hostName() + host + port + user + jump;
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
