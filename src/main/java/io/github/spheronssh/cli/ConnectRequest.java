package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.cli.RemoteRun.TerminalWish;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.key.Fingerprint;
import io.github.spheronssh.login.LoginWish;
import io.github.spheronssh.login.TargetText;
import io.github.spheronssh.ssh.ConnectSettings;
import io.github.spheronssh.ssh.ConnectSettings.Family;
import io.github.spheronssh.ssh.HostTrust.Policy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** What the letters and {@code -o} of one command line amount to. */
record ConnectRequest(
    TargetText target,
    LoginWish wish,
    ConnectSettings settings,
    TerminalWish terminal,
    boolean readsInput,
    boolean batch) {

  static ConnectRequest of(
      String target, SshOptions options, Environment environment, Consumer<String> notes)
      throws SpheronSshException {
    var settings = new SshSettings(options.settings);
    TargetText text = TargetText.parse(target);
    OptionalInt port = port(options, text, settings);
    Optional<Fingerprint> fingerprint = Optional.empty();
    if (options.fingerprint != null) {
      fingerprint = Optional.of(Fingerprint.parse(options.fingerprint));
    }
    var wish =
        new LoginWish(
            options.users.stream().findFirst().or(text::user).or(() -> settings.value("user")),
            port,
            identities(options, settings, environment),
            policy(options, settings, notes),
            fingerprint,
            path(settings.value("userknownhostsfile"), environment));
    return new ConnectRequest(
        new TargetText(text.user(), text.name(), port),
        wish,
        limits(options, settings),
        terminal(options, settings),
        !options.noInput,
        settings.value("batchmode").filter("yes"::equalsIgnoreCase).isPresent());
  }

  private static Policy policy(SshOptions options, SshSettings settings, Consumer<String> notes)
      throws SpheronSshException {
    Optional<String> strict = settings.value("stricthostkeychecking");
    return strict.isPresent() && !options.hostKeyGiven()
        ? HostKeyPolicy.ofSsh(strict.get(), notes)
        : HostKeyPolicy.read(options.hostKey);
  }

  private static OptionalInt port(SshOptions options, TargetText text, SshSettings settings)
      throws SpheronSshException {
    Optional<String> letter = options.ports.stream().findFirst();
    if (letter.isPresent()) {
      return OptionalInt.of(TargetText.port(letter.get()));
    }
    Optional<String> setting = settings.value("port");
    return text.port().isPresent() || setting.isEmpty()
        ? text.port()
        : OptionalInt.of(TargetText.port(setting.get()));
  }

  private static List<Path> identities(
      SshOptions options, SshSettings settings, Environment environment)
      throws SpheronSshException {
    var names = new ArrayList<>(options.identities);
    settings.value("identityfile").ifPresent(names::add);
    var paths = new ArrayList<Path>();
    for (String name : names) {
      paths.add(environment.resolve(name));
    }
    return paths;
  }

  private static ConnectSettings limits(SshOptions options, SshSettings settings)
      throws SpheronSshException {
    ConnectSettings limits = ConnectSettings.defaults();
    String family = settings.value("addressfamily").orElse("any").toLowerCase(Locale.ROOT);
    if (options.ipv4 || family.equals("inet")) {
      limits = limits.withFamily(Family.IPV4);
    } else if (options.ipv6 || family.equals("inet6")) {
      limits = limits.withFamily(Family.IPV6);
    }
    Optional<Integer> connect = settings.number("connecttimeout").filter(seconds -> seconds > 0);
    if (connect.isPresent()) {
      limits = limits.withConnectLimit(Duration.ofSeconds(connect.get()));
    }
    Optional<Integer> interval = settings.number("serveraliveinterval");
    Optional<Integer> count = settings.number("serveralivecountmax");
    return interval.isEmpty() && count.isEmpty()
        ? limits
        : limits.withKeepAlive(
            interval.map(Duration::ofSeconds).orElse(limits.alive()),
            count.orElse(limits.aliveMax()));
  }

  private static TerminalWish terminal(SshOptions options, SshSettings settings)
      throws SpheronSshException {
    if (options.noTerminal) {
      return TerminalWish.NO;
    }
    if (!options.terminal.isEmpty()) {
      return options.terminal.size() > 1 ? TerminalWish.FORCE : TerminalWish.YES;
    }
    String requested = settings.value("requesttty").orElse("auto");
    return switch (requested.toLowerCase(Locale.ROOT)) {
      case "auto" -> TerminalWish.AUTO;
      case "yes" -> TerminalWish.YES;
      case "force" -> TerminalWish.FORCE;
      case "no" -> TerminalWish.NO;
      default ->
          throw new SpheronSshException(
              "RequestTTY: expected auto, yes, force or no, met '%s'".formatted(requested), null);
    };
  }

  private static Optional<Path> path(Optional<String> name, Environment environment)
      throws SpheronSshException {
    return name.isEmpty() ? Optional.empty() : Optional.of(environment.resolve(name.get()));
  }
}
