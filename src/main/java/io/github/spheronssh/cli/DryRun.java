package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.config.ConfigWord;
import io.github.spheronssh.config.Keyword;
import io.github.spheronssh.config.Origin;
import io.github.spheronssh.config.Setting;
import io.github.spheronssh.config.SshConfig;
import io.github.spheronssh.config.TargetConfig;
import io.github.spheronssh.instance.Instance;
import io.github.spheronssh.login.LoginPlan;
import io.github.spheronssh.ssh.Carrier;
import io.github.spheronssh.ssh.ConnectSettings;
import io.github.spheronssh.ssh.HostTrust;
import io.github.spheronssh.ssh.Identity;
import io.github.spheronssh.ssh.Program;
import io.github.spheronssh.ssh.ProxyCarrier;
import io.github.spheronssh.ssh.RemoteVariable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Shows a login as the command of OpenSSH that would do the same. */
final class DryRun {
  /** What the plan and the session say in their own way, or what is not ssh's business. */
  private static final Set<Keyword> TOLD =
      EnumSet.of(
          Keyword.ADDRESS_FAMILY,
          Keyword.CANONICAL_DOMAINS,
          Keyword.CANONICALIZE_FALLBACK_LOCAL,
          Keyword.CANONICALIZE_HOSTNAME,
          Keyword.CANONICALIZE_MAX_DOTS,
          Keyword.COMPRESSION,
          Keyword.DYNAMIC_FORWARD,
          Keyword.FORK_AFTER_AUTHENTICATION,
          Keyword.FORWARD_AGENT,
          Keyword.GATEWAY_PORTS,
          Keyword.HOST_KEY_ALIAS,
          Keyword.HOST_NAME,
          Keyword.IDENTITY_FILE,
          Keyword.IGNORE_UNKNOWN,
          Keyword.LOCAL_COMMAND,
          Keyword.LOCAL_FORWARD,
          Keyword.LOG_LEVEL,
          Keyword.PERMIT_LOCAL_COMMAND,
          Keyword.PORT,
          Keyword.REMOTE_COMMAND,
          Keyword.REMOTE_FORWARD,
          Keyword.REQUEST_TTY,
          Keyword.SEND_ENV,
          Keyword.SESSION_TYPE,
          Keyword.SET_ENV,
          Keyword.STDIN_NULL,
          Keyword.STRICT_HOST_KEY_CHECKING,
          Keyword.TAG,
          Keyword.USER,
          Keyword.USER_KNOWN_HOSTS_FILE);

  private final LoginPlan plan;
  private final TargetConfig read;
  private final SshConfig config;
  private final ConnectSettings.Family family;
  private final SessionWish session;
  private final Optional<Carrier> carrier;
  private final List<String> words = new ArrayList<>(List.of("ssh"));

  private DryRun(LoginPlan plan, ConnectRequest request) {
    this.plan = plan;
    this.read = request.read();
    this.config = read.config();
    this.family = request.settings().family();
    this.session = request.session();
    this.carrier = request.settings().route().carrier();
  }

  /** The command, quoted for a POSIX shell. */
  static String command(LoginPlan plan, ConnectRequest request) throws SpheronSshException {
    var run = new DryRun(plan, request);
    run.files();
    run.connection();
    run.proxy();
    run.trust();
    run.session();
    run.forwards();
    run.settings();
    run.localCommand();
    run.destination();
    return run.words.stream().map(DryRun::quoted).collect(Collectors.joining(" "));
  }

  /** Why each part is what it is, a line each. */
  static List<String> reasons(LoginPlan plan) {
    Stream<String> parts = plan.reasons().stream().map(r -> r.part() + ": " + r.text());
    Stream<String> missing =
        plan.identities().stream()
            .filter(Identity.InMemory.class::isInstance)
            .map(key -> "key " + key.origin() + ": ssh takes none that is not in a file or agent");
    return Stream.concat(parts, missing).toList();
  }

  /** All that counts in the files is told here, for a host that they may not know by its place. */
  private void files() {
    if (config.isFromFiles()) {
      words.addAll(List.of("-F", "none"));
    }
  }

  private void localCommand() throws SpheronSshException {
    Optional<String> command = read.localCommand(plan.host(), plan.port(), plan.users().getFirst());
    if (command.isPresent()) {
      option("PermitLocalCommand", "yes");
      option("LocalCommand", ConfigWord.withoutTokens(command.get()));
    }
  }

  private void connection() {
    switch (family) {
      case IPV4 -> words.add("-4");
      case IPV6 -> words.add("-6");
      case ANY -> {}
    }
    if (plan.port() != Instance.DEFAULT_PORT) {
      words.addAll(List.of("-p", String.valueOf(plan.port())));
    }
    List<Path> files = keyFiles();
    files.forEach(this::identity);
    if (files.isEmpty() && config.isSet(Keyword.IDENTITY_FILE)) {
      option("IdentityFile", "none"); // else ssh would try the files of the usual names
    }
  }

  /** ssh knows no proxies; nc, which many systems have, does. */
  private void proxy() {
    if (carrier.isPresent() && carrier.get() instanceof ProxyCarrier through) {
      String kind =
          switch (through.proxy().kind()) {
            case HTTP, HTTPS -> "connect";
            case SOCKS5 -> "5";
          };
      option("ProxyCommand", "nc -X %s -x %s %%h %%p".formatted(kind, through.proxy().place()));
    }
  }

  private List<Path> keyFiles() {
    return plan.identities().stream()
        .filter(Identity.KeyFile.class::isInstance)
        .map(identity -> ((Identity.KeyFile) identity).file().path())
        .toList();
  }

  /** What follows -i may have no token, and can't say that a percent sign begins none. */
  private void identity(Path path) {
    if (path.toString().contains("%")) {
      option("IdentityFile", ConfigWord.quoted(withoutTokens(path)));
    } else {
      words.addAll(List.of("-i", path.toString()));
    }
  }

  private void trust() {
    HostTrust trust = plan.trust();
    trust.alias().ifPresent(alias -> option("HostKeyAlias", alias));
    if (plan.instance().isPresent() || config.text(Keyword.USER_KNOWN_HOSTS_FILE).isPresent()) {
      List<String> files = trust.own().stream().map(DryRun::withoutTokens).toList();
      option("UserKnownHostsFile", files.isEmpty() ? "none" : arguments(files));
    }
    if (plan.instance().isPresent() && config.text(Keyword.UPDATE_HOST_KEYS).isEmpty()) {
      option("UpdateHostKeys", "yes"); // ssh leaves files of one's own choice alone
    }
    option(
        "StrictHostKeyChecking",
        switch (trust.policy()) {
          case ASK -> "ask";
          case ACCEPT_NEW -> "accept-new";
          case STRICT -> "yes";
        });
  }

  /** The settings that mean the same to ssh. */
  private void settings() {
    config
        .text(Keyword.FORWARD_AGENT)
        .filter(agent -> !agent.equalsIgnoreCase("no"))
        .ifPresent(agent -> option("ForwardAgent", ConfigWord.quoted(agent)));
    if (config.text(Keyword.COMPRESSION).filter("yes"::equalsIgnoreCase).isPresent()) {
      words.add("-C");
    }
    for (Keyword keyword : Keyword.values()) {
      for (Setting setting : config.settings(keyword)) {
        if (!TOLD.contains(keyword) && counts(keyword, setting)) {
          option(keyword.toString(), value(keyword, setting.arguments()));
        }
      }
    }
  }

  /** What is passed by in a file is no part of the login; what the user typed is told as it is. */
  private static boolean counts(Keyword keyword, Setting setting) {
    return keyword.isDone() || setting.origin() == Origin.COMMAND_LINE;
  }

  private static String value(Keyword keyword, List<String> arguments) {
    boolean replaced =
        switch (keyword) {
          case KNOWN_HOSTS_COMMAND, PROXY_COMMAND -> false; // as they were written
          default -> keyword.takesTokens();
        };
    List<String> plain =
        replaced ? arguments.stream().map(ConfigWord::withoutTokens).toList() : arguments;
    return keyword.isCommand() ? plain.getFirst() : arguments(plain);
  }

  private void session() {
    if (session.background()) {
      words.add("-f");
    } else if (!session.readsInput()) {
      words.add("-n");
    }
    if (session.program().isPresent()) {
      switch (session.terminal()) {
        case YES -> words.add("-t");
        case FORCE -> words.add("-tt");
        case NO -> words.add("-T");
        case AUTO -> {}
      }
    }
    if (!session.variables().isEmpty()) {
      // One option with all of them: of several, ssh takes the first.
      option("SetEnv", arguments(session.variables().stream().map(DryRun::setting).toList()));
    }
  }

  private void forwards() {
    letters("-L", Keyword.LOCAL_FORWARD);
    letters("-D", Keyword.DYNAMIC_FORWARD);
    letters("-R", Keyword.REMOTE_FORWARD);
    if (session.forwards().everywhere()) {
      words.add("-g");
    }
    session.forwards().joined().ifPresent(to -> words.addAll(List.of("-W", to.toString())));
  }

  private void letters(String letter, Keyword keyword) {
    config.texts(keyword).forEach(spec -> words.addAll(List.of(letter, spec)));
  }

  private void destination() {
    String place = plan.users().getFirst() + "@" + plan.host();
    switch (session.program().orElse(null)) {
      case null -> words.addAll(List.of("-N", place));
      case Program.Shell _ -> words.add(place);
      case Program.Command command -> {
        words.add(place);
        if (command.text().startsWith("-")) {
          words.add("--"); // else ssh takes it for an option of its own
        }
        words.add(command.text());
      }
      case Program.Subsystem subsystem -> words.addAll(List.of("-s", place, subsystem.name()));
    }
  }

  private void option(String keyword, String value) {
    words.addAll(List.of("-o", keyword + "=" + value));
  }

  private static String setting(RemoteVariable variable) {
    return variable.name() + "=" + variable.value();
  }

  private static String arguments(List<String> values) {
    return values.stream().map(ConfigWord::quoted).collect(Collectors.joining(" "));
  }

  private static String withoutTokens(Path path) {
    return ConfigWord.withoutTokens(path.toString());
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9@%+=:,./_-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
