package io.github.spheronssh.cli;

import io.github.spheronssh.config.AlgorithmChoice;
import io.github.spheronssh.config.AlgorithmChoice.Chosen;
import io.github.spheronssh.config.ConfigException;
import io.github.spheronssh.config.Keyword;
import io.github.spheronssh.config.RekeyWords;
import io.github.spheronssh.config.SshConfig;
import io.github.spheronssh.ssh.AlgorithmKind;
import io.github.spheronssh.ssh.AlgorithmWish;
import io.github.spheronssh.ssh.RekeyLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which algorithms a connection may use, as the keywords of ssh_config(5) say it. */
final class AlgorithmConfig {
  private final SshConfig config;
  private final List<String> missing = new ArrayList<>();

  AlgorithmConfig(SshConfig config) {
    this.config = config;
  }

  AlgorithmWish wish() throws ConfigException {
    return new AlgorithmWish(
        names(AlgorithmKind.KEY_EXCHANGE),
        names(AlgorithmKind.CIPHER),
        names(AlgorithmKind.MAC),
        names(AlgorithmKind.HOST_KEY),
        hostKeysInOrder(),
        names(AlgorithmKind.PUBLIC_KEY),
        names(AlgorithmKind.CA_SIGNATURE),
        Math.max(
            AlgorithmWish.LEAST_RSA_BITS,
            config.number(Keyword.REQUIRED_RSA_SIZE).orElse(AlgorithmWish.LEAST_RSA_BITS)),
        config.flag(Keyword.COMPRESSION).orElse(false),
        rekey(),
        missing);
  }

  private List<String> names(AlgorithmKind kind) throws ConfigException {
    Keyword keyword = keyword(kind);
    Optional<String> value = config.text(keyword);
    if (value.isEmpty()) {
      return kind.usual();
    }
    // As in ssh, only key types may be patterns.
    boolean patterns =
        switch (kind) {
          case HOST_KEY, PUBLIC_KEY, CA_SIGNATURE -> true;
          case KEY_EXCHANGE, CIPHER, MAC -> false;
        };
    Chosen chosen =
        new AlgorithmChoice(keyword, kind.usual(), kind.all(), kind.missing(), patterns)
            .choose(value.get());
    missing.addAll(chosen.missing());
    return chosen.names();
  }

  /** A list outright, and one put before the usual one, are in the order that the user wants. */
  private boolean hostKeysInOrder() {
    return config
        .text(Keyword.HOST_KEY_ALGORITHMS)
        .filter(text -> !text.matches("[+-].*"))
        .isPresent();
  }

  private RekeyLimit rekey() throws ConfigException {
    List<String> value = config.texts(Keyword.REKEY_LIMIT);
    if (value.isEmpty()) {
      return RekeyLimit.USUAL;
    }
    RekeyWords words = RekeyWords.parse(value);
    return new RekeyLimit(words.bytes(), words.time());
  }

  private static Keyword keyword(AlgorithmKind kind) {
    return Keyword.named(kind.keyword()).orElseThrow();
  }
}
