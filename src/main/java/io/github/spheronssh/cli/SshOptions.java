package io.github.spheronssh.cli;

import static io.github.spheronssh.config.Keyword.*;

import io.github.spheronssh.config.ConfigException;
import io.github.spheronssh.config.Keyword;
import io.github.spheronssh.config.SshConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The letters of ssh(1), each of which sets keywords of ssh_config(5) in the order in which they
 * stand: {@code -l}, {@code -p} and {@code -o} only what isn't set yet, the others whatever was.
 */
final class SshOptions {
  private final SshConfig.Builder config = SshConfig.builder();

  @Option(
      names = {"-i", "--identity"},
      paramLabel = "FILE",
      description =
          "Try the key in this file first; env:NAME takes the key's text from the environment. May"
              + " be repeated.")
  List<String> identities = new ArrayList<>();

  @Option(names = "-E", paramLabel = "FILE", description = "Append messages to this file.")
  @Nullable String log;

  @Option(names = "-y", description = "Give messages to the system's log.")
  boolean systemLog;

  @Option(names = "-V", description = "Show the version, as ssh shows its own, and exit.")
  boolean version;

  @Option(
      names = "--host-key",
      paramLabel = "HOW",
      description = "What to do about a host key that isn't known: ask, accept-new or strict.")
  String hostKey = "ask";

  @Option(
      names = "--host-key-fingerprint",
      paramLabel = "SHA256:…",
      description = "The fingerprint that the host key must have.")
  @Nullable String fingerprint;

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      arity = "1",
      converter = DurationWords.class,
      fallbackValue = "10m",
      preprocessor = OptionalValue.class,
      description = "Wait until one can log in: --wait=90s, 10m unless told otherwise.")
  @Nullable Duration wait;

  @Option(
      names = "--reconnect",
      paramLabel = "DURATION",
      arity = "1",
      converter = DurationWords.class,
      fallbackValue = "876000h", // a century
      preprocessor = OptionalValue.class,
      description =
          "Connect again where the connection of a shell, or of -N, is lost: for so long, or until"
              + " it is hopeless.")
  @Nullable Duration reconnect;

  @Option(
      names = "--dry-run",
      description = "Print the ssh command that does the same, and why each part; connect not.")
  boolean dryRun;

  @Option(
      names = "--proxy",
      paramLabel = "URL",
      description = "Connect through this proxy: http://, https:// or socks5:// with HOST:PORT.")
  @Nullable String proxy;

  @Option(names = "--no-api", description = "Don't ask Spheron; names known from last time work.")
  boolean noApi;

  @Option(
      names = "-Q",
      paramLabel = "KIND",
      description = "List the algorithms of a kind, one a line; -Q help lists the kinds.")
  void query(String kind) {
    query = query == null ? kind : query;
  }

  @Nullable String query;

  @Option(
      names = "-F",
      paramLabel = "FILE",
      description = "Read this file instead of ~/.ssh/config and the system's; none reads none.")
  @Nullable String configFile;

  @Option(names = "-G", description = "Print what is set for the target; connect not.")
  boolean print;

  @Spec(Spec.Target.MIXEE)
  @Nullable CommandSpec command;

  @Option(names = "-l", paramLabel = "USER", description = "Log in as this user.")
  void user(String name) {
    config.offer(USER, List.of(name));
  }

  @Option(names = "-p", paramLabel = "PORT", description = "Connect to this port.")
  void port(String number) {
    config.offer(PORT, List.of(number));
  }

  @Option(
      names = "-o",
      paramLabel = "KEY=VALUE",
      description = "Set an option as ssh_config has it; may be repeated.")
  void setting(String line) {
    try {
      config.line(line, "-o");
    } catch (ConfigException e) {
      throw new ParameterException(
          Objects.requireNonNull(command).commandLine(), e.getMessage(), e);
    }
  }

  @Option(names = "-4", description = "Use IPv4 addresses only.")
  void ipv4(boolean on) {
    set(on, ADDRESS_FAMILY, "inet");
  }

  @Option(names = "-6", description = "Use IPv6 addresses only.")
  void ipv6(boolean on) {
    set(on, ADDRESS_FAMILY, "inet6");
  }

  @Option(names = "-A", description = "Let the remote side use your agent, if its key is pinned.")
  void forwardAgent(boolean on) {
    set(on, FORWARD_AGENT, "yes");
  }

  @Option(names = "-a", description = "Don't let the remote side use your agent.")
  void keepAgent(boolean on) {
    set(on, FORWARD_AGENT, "no");
  }

  @Option(names = "-b", paramLabel = "ADDRESS", description = "Connect from this address.")
  void bind(String address) {
    config.set(BIND_ADDRESS, address);
  }

  @Option(
      names = "-B",
      paramLabel = "INTERFACE",
      description = "Connect from the address of this network interface.")
  void bindInterface(String name) {
    config.set(BIND_INTERFACE, name);
  }

  @Option(names = "-C", description = "Compress what is sent and received.")
  void compress(boolean on) {
    set(on, COMPRESSION, "yes");
  }

  @Option(names = "-c", paramLabel = "CIPHERS", description = "Use these ciphers, first first.")
  void ciphers(String list) {
    config.set(CIPHERS, list);
  }

  @Option(
      names = "-D",
      paramLabel = "[ADDRESS:]PORT",
      description = "Serve SOCKS on this port, from which connections go out on the other side.")
  void dynamicForward(String spec) {
    config.offer(DYNAMIC_FORWARD, List.of(spec));
  }

  @Option(names = "-e", paramLabel = "CHAR", description = "The escape character: ~, ^x or none.")
  void escape(String character) {
    config.set(ESCAPE_CHAR, character);
  }

  @Option(names = "-f", description = "Go to the background once logged in; implies -n.")
  void background(boolean on) {
    set(on, FORK_AFTER_AUTHENTICATION, "yes");
    set(on, STDIN_NULL, "yes");
  }

  @Option(names = "-g", description = "Let other machines use the ports that are forwarded here.")
  void gatewayPorts(boolean on) {
    set(on, GATEWAY_PORTS, "yes");
  }

  @Option(
      names = "-L",
      paramLabel = "[ADDRESS:]PORT:HOST:HOSTPORT",
      description = "Lead connections to this port, or socket, to a host or socket there.")
  void localForward(String spec) {
    config.offer(LOCAL_FORWARD, List.of(spec));
  }

  @Option(
      names = "-J",
      paramLabel = "[USER@]HOST[:PORT],…",
      description = "Go through these hosts, each logged in to through the one before it.")
  void jump(String hosts) {
    config.set(PROXY_JUMP, hosts);
  }

  @Option(names = "-m", paramLabel = "MACS", description = "Use these MACs, first first.")
  void macs(String list) {
    config.set(MACS, list);
  }

  @Option(
      names = "-M",
      description = "Let others run over this connection (ControlMaster); twice: ask each time.")
  void master(boolean on) {
    boolean again = config.build().text(CONTROL_MASTER).filter("yes"::equals).isPresent();
    set(on, CONTROL_MASTER, again ? "ask" : "yes");
  }

  @Option(names = "-N", description = "Run nothing; stay connected.")
  void nothing(boolean on) {
    set(on, SESSION_TYPE, "none");
    set(on, REQUEST_TTY, "no");
  }

  @Option(names = "-n", description = "Don't read stdin.")
  void noInput(boolean on) {
    set(on, STDIN_NULL, "yes");
  }

  @Option(
      names = "-O",
      paramLabel = "COMMAND",
      description = "Tell the master of the connection: check, stop, exit, forward or cancel.")
  @Nullable ControlCommand control;

  @Option(names = "-P", paramLabel = "TAG", description = "Take the Match sections of this tag.")
  void tag(String name) {
    config.offer(TAG, List.of(name));
  }

  @Option(
      names = "-R",
      paramLabel = "[ADDRESS:]PORT[:HOST:HOSTPORT]",
      description = "Lead connections to a port, or socket, there to a host or socket here.")
  void remoteForward(String spec) {
    config.offer(REMOTE_FORWARD, List.of(spec));
  }

  @Option(
      names = "-S",
      paramLabel = "PATH",
      description = "Where the connection's master is met (ControlPath); none: nowhere.")
  void controlPath(String path) {
    config.set(CONTROL_PATH, path);
  }

  @Option(names = "-s", description = "The command is the name of a subsystem.")
  void subsystem(boolean on) {
    set(on, SESSION_TYPE, "subsystem");
  }

  @Option(names = "-T", description = "Have no terminal made.")
  void noTerminal(boolean on) {
    set(on, REQUEST_TTY, "no");
  }

  @Option(
      names = "-t",
      description = "Have a terminal made for the command; twice: even where stdin is none.")
  void terminal(boolean on) {
    boolean again = config.build().text(REQUEST_TTY).filter("yes"::equals).isPresent();
    set(on, REQUEST_TTY, again ? "force" : "yes");
  }

  @Option(
      names = "-W",
      paramLabel = "HOST:PORT",
      description = "Join stdin and stdout to this port, as the other side reaches it.")
  void stdio(String spec) {
    joined = spec;
    nothing(true);
  }

  private @Nullable String joined;

  /** What {@code -W} joins stdin and stdout to. */
  Optional<String> joined() {
    return Optional.ofNullable(joined);
  }

  private void set(boolean on, Keyword keyword, String value) {
    if (on) {
      config.set(keyword, value);
    }
  }

  /** What of these options counts for a host on the way too; its settings are its own. */
  SshOptions ofHostOnTheWay() {
    var own = new SshOptions();
    own.hostKey = hostKey;
    own.configFile = configFile;
    own.proxy = proxy;
    own.noApi = noApi;
    return own;
  }

  /** What all of them amount to. */
  SshConfig config() {
    return config.build();
  }

  /** Whether an option stands on the command line, and has no default. */
  boolean isTyped(String option) {
    return command != null && command.commandLine().getParseResult().hasMatchedOption(option);
  }
}
