package io.github.spheronssh.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The letters of ssh(1). Where one is given twice the first counts, as in ssh; {@code -i} and
 * {@code -o} keep all, and {@code -t} is counted.
 */
final class SshOptions {
  @Option(
      names = {"-i", "--identity"},
      paramLabel = "FILE",
      description = "Try the key in this file first; may be repeated.")
  List<String> identities = new ArrayList<>();

  @Option(names = "-l", paramLabel = "USER", description = "Log in as this user.")
  List<String> users = new ArrayList<>();

  @Option(names = "-p", paramLabel = "PORT", description = "Connect to this port.")
  List<String> ports = new ArrayList<>();

  @Option(
      names = "-o",
      paramLabel = "KEY=VALUE",
      description = "Set an option as ssh_config has it; may be repeated.")
  List<String> settings = new ArrayList<>();

  @Option(names = "-4", description = "Use IPv4 addresses only.")
  boolean ipv4;

  @Option(names = "-6", description = "Use IPv6 addresses only.")
  boolean ipv6;

  @Option(
      names = "-t",
      description = "Have a terminal made for the command; twice: even where stdin is none.")
  List<Boolean> terminal = new ArrayList<>();

  @Option(names = "-T", description = "Have no terminal made.")
  boolean noTerminal;

  @Option(names = "-n", description = "Don't read stdin.")
  boolean noInput;

  @Option(
      names = {"-x", "-a", "-k"},
      hidden = true,
      description = "Nothing: what these switch off is never on.")
  boolean alreadyOff;

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
      preprocessor = OptionalValue.class,
      description = "Wait until one can log in: --wait=90s, 10m unless told otherwise.")
  @Nullable Duration wait;

  @Option(
      names = "--dry-run",
      description = "Print the ssh command that does the same, and why each part; connect not.")
  boolean dryRun;

  @Option(names = "--no-api", description = "Don't ask Spheron; names known from last time work.")
  boolean noApi;

  @Spec(Spec.Target.MIXEE)
  @Nullable CommandSpec command;

  /** Whether {@code --host-key} stands on the command line, and is no default. */
  boolean hostKeyGiven() {
    return command != null && command.commandLine().getParseResult().hasMatchedOption("--host-key");
  }
}
