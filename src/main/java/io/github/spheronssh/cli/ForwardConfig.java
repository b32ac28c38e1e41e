package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.config.ConfigException;
import io.github.spheronssh.config.Keyword;
import io.github.spheronssh.config.SshConfig;
import io.github.spheronssh.forward.ForwardSettings;
import io.github.spheronssh.forward.ForwardSpec;
import io.github.spheronssh.forward.PermittedPlaces;
import java.net.StandardProtocolFamily;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** The forwards that the keywords of ssh_config(5) ask for. */
final class ForwardConfig {
  private static final int USUAL_MASK = 0177;

  private final SshConfig config;

  ForwardConfig(SshConfig config) {
    this.config = config;
  }

  /** All of them; {@code joined} is what {@code -W} says, which by itself wants no others. */
  ForwardWish wish(Optional<String> joined) throws SpheronSshException {
    boolean everywhere = config.flag(Keyword.GATEWAY_PORTS).orElse(false);
    boolean clear = config.flag(Keyword.CLEAR_ALL_FORWARDINGS).orElse(joined.isPresent());
    List<ForwardSpec> specs = specs(everywhere);
    return new ForwardWish(
        clear ? List.of() : specs,
        settings(),
        config.flag(Keyword.EXIT_ON_FORWARD_FAILURE).orElse(joined.isPresent()),
        everywhere,
        joined.isPresent() ? Optional.of(ForwardSpec.stdio(joined.get())) : Optional.empty());
  }

  /** One that is asked for twice is there once. */
  private List<ForwardSpec> specs(boolean everywhere) throws SpheronSshException {
    var specs = new LinkedHashSet<ForwardSpec>();
    for (String text : config.texts(Keyword.LOCAL_FORWARD)) {
      specs.add(ForwardSpec.local(text, everywhere));
    }
    for (String text : config.texts(Keyword.DYNAMIC_FORWARD)) {
      specs.add(ForwardSpec.dynamic(text, everywhere));
    }
    for (String text : config.texts(Keyword.REMOTE_FORWARD)) {
      specs.add(ForwardSpec.remote(text));
    }
    return List.copyOf(specs);
  }

  private ForwardSettings settings() throws ConfigException {
    Optional<StandardProtocolFamily> family =
        switch (ConnectionConfig.settings(config).family()) {
          case ANY -> Optional.empty();
          case IPV4 -> Optional.of(StandardProtocolFamily.INET);
          case IPV6 -> Optional.of(StandardProtocolFamily.INET6);
        };
    return new ForwardSettings(
        family,
        0666 & ~mask(),
        config.flag(Keyword.STREAM_LOCAL_BIND_UNLINK).orElse(false),
        permitted());
  }

  private int mask() throws ConfigException {
    Optional<String> text = config.text(Keyword.STREAM_LOCAL_BIND_MASK);
    if (text.isPresent() && !text.get().matches("0?[0-7]{1,3}")) {
      throw SshConfig.unexpected(
          Keyword.STREAM_LOCAL_BIND_MASK, "an octal number like 0177", text.get());
    }
    return text.map(octal -> Integer.parseInt(octal, 8)).orElse(USUAL_MASK);
  }

  private PermittedPlaces permitted() throws ConfigException {
    List<String> words = config.texts(Keyword.PERMIT_REMOTE_OPEN);
    return words.isEmpty()
        ? PermittedPlaces.any()
        : PermittedPlaces.of(words)
            .orElseThrow(
                () ->
                    SshConfig.unexpected(
                        Keyword.PERMIT_REMOTE_OPEN,
                        "any, none, or a list of HOST:PORT",
                        String.join(" ", words)));
  }
}
