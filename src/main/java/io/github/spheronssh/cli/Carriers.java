package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.config.ConfigException;
import io.github.spheronssh.config.Keyword;
import io.github.spheronssh.config.TargetConfig;
import io.github.spheronssh.login.TargetText;
import io.github.spheronssh.ssh.Carrier;
import io.github.spheronssh.ssh.CommandCarrier;
import io.github.spheronssh.ssh.ConnectSettings;
import io.github.spheronssh.ssh.Proxy;
import io.github.spheronssh.ssh.ProxyCarrier;
import io.github.spheronssh.ssh.SessionCarrier;
import io.github.spheronssh.ssh.SshSession;
import java.util.List;
import java.util.Optional;

/** Who makes the connection, where it isn't this machine; the environment's proxies are not it. */
final class Carriers {
  /** As many hosts as may lie on the way: more would be a circle. */
  private static final int MOST_HOPS = 16;

  private final Context context;
  private final SshOptions options;
  private final Hop hop;
  private final int hops;

  /** How a host on the way is logged in to. */
  @FunctionalInterface
  interface Hop {
    /** Logs in; the session is the caller's to close. */
    SshSession open(ConnectRequest request) throws SpheronSshException;
  }

  Carriers(Context context, SshOptions options, InstanceAccess access) {
    this(context, options, request -> new Arrival(context, access, request).open());
  }

  /** Carriers of one who logs in to the hosts on the way otherwise. */
  Carriers(Context context, SshOptions options, Hop hop) {
    this(context, options, hop, 0);
  }

  private Carriers(Context context, SshOptions options, Hop hop, int hops) {
    this.context = context;
    this.options = options;
    this.hop = hop;
    this.hops = hops;
  }

  /** The settings of a request, with who carries its connection. */
  ConnectSettings settings(ConnectRequest request) throws SpheronSshException {
    ConnectSettings settings = request.settings();
    Optional<Carrier> carrier = carrier(request.read(), settings.family());
    return carrier.isEmpty()
        ? settings
        : settings.withRoute(settings.route().carriedBy(carrier.get()));
  }

  private Optional<Carrier> carrier(TargetConfig read, ConnectSettings.Family family)
      throws SpheronSshException {
    Optional<String> jump = given(read, Keyword.PROXY_JUMP);
    Optional<String> command = given(read, Keyword.PROXY_COMMAND);
    if (jump.isPresent() && command.isPresent()) {
      throw new ConfigException(
          "-J and ProxyCommand both say how to get there", "leave one of them out");
    }
    if (jump.isPresent()) {
      return Optional.of(through(List.of(jump.get().split(",", -1))));
    }
    return command.isPresent() ? Optional.of(command(read, command.get())) : proxy(family);
  }

  private static Optional<String> given(TargetConfig read, Keyword keyword) {
    return read.config().text(keyword).filter(text -> !text.equalsIgnoreCase("none"));
  }

  /** The last of the hosts, which the ones before it lead to. */
  private Carrier through(List<String> hosts) throws SpheronSshException {
    String name = hosts.getLast();
    TargetText target = TargetText.parse(name);
    for (String other : hosts) {
      TargetText.parse(other); // before anything is dialled
    }
    if (hops + hosts.size() > MOST_HOPS) {
      throw new ConfigException(
          "more than %d hosts lie on the way to %s".formatted(MOST_HOPS, name),
          "look for a circle of ProxyJump in ~/.ssh/config");
    }
    return new SessionCarrier(name, () -> logIn(target, hosts.subList(0, hosts.size() - 1)));
  }

  /** As ssh does, a host on the way goes by the configuration, and not by the command line. */
  private SshSession logIn(TargetText target, List<String> before) throws SpheronSshException {
    SshOptions own = options.ofHostOnTheWay();
    if (!before.isEmpty()) {
      own.jump(String.join(",", before));
    }
    ConnectRequest request =
        ConnectRequest.of(target, own, context.environment(), context.terminal()::note);
    var carriers = new Carriers(context, own, hop, hops + 1);
    return hop.open(request.with(carriers.settings(request)));
  }

  private Carrier command(TargetConfig read, String text) {
    var shell = new LocalShell(context.environment());
    return new CommandCarrier(
        text,
        target ->
            shell.becoming(
                read.proxyCommand(target.host(), target.port(), target.user()).orElseThrow()));
  }

  private Optional<Carrier> proxy(ConnectSettings.Family family) throws SpheronSshException {
    if (options.proxy == null) {
      return Optional.empty();
    }
    Proxy proxy = Proxy.parse(options.proxy);
    if (options.isTyped("--proxy") && proxy.credentials().isPresent()) {
      throw new SpheronSshException(
          "a password on the command line can be read by everybody on this machine",
          "give the proxy in SPHERON_SSH_PROXY, or as connect.proxy in ~/.spheron/ssh.properties");
    }
    return Optional.of(new ProxyCarrier(proxy, family, "spheron-ssh/" + Version.version()));
  }
}
