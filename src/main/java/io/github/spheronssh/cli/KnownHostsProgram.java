package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.config.ConfigException;
import io.github.spheronssh.config.Keyword;
import io.github.spheronssh.config.TargetConfig;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.knownhosts.KnownHosts;
import io.github.spheronssh.ssh.HostKeySource;
import io.github.spheronssh.ssh.Target;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The user's program that says what is known of a host (ssh_config(5), KnownHostsCommand). */
final class KnownHostsProgram implements HostKeySource {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** What ssh has in the place of a key that wasn't met yet. */
  private static final String NONE = "NONE";

  private final TargetConfig config;
  private final Environment environment;

  private KnownHostsProgram(TargetConfig config, Environment environment) {
    this.config = config;
    this.environment = environment;
  }

  /** The program that a configuration names. */
  static Optional<HostKeySource> of(TargetConfig config, Environment environment) {
    return config
        .config()
        .text(Keyword.KNOWN_HOSTS_COMMAND)
        .filter(command -> !command.equalsIgnoreCase("none"))
        .map(_ -> new KnownHostsProgram(config, environment));
  }

  @Override
  public KnownHosts ask(Target target, Reason reason, String name, Optional<PublicKeyLine> met)
      throws SpheronSshException {
    Map<Character, String> tokens =
        Map.of(
            'f', met.map(key -> key.fingerprint().toString()).orElse(NONE),
            'H', name,
            'I', reason.name(),
            'K', met.map(key -> Base64.getEncoder().encodeToString(key.blob())).orElse(NONE),
            't', met.map(PublicKeyLine::type).orElse(NONE));
    List<String> words =
        config.knownHostsCommand(target.host(), target.port(), target.user(), tokens).orElseThrow();
    return KnownHosts.of(Path.of("KnownHostsCommand"), run(words));
  }

  private byte[] run(List<String> words) throws ConfigException {
    var builder = new ProcessBuilder(words).redirectError(Redirect.INHERIT);
    builder.environment().clear();
    builder.environment().putAll(environment.variables());
    builder.directory(environment.workingFolder().toFile());
    Process process;
    try {
      process = builder.start();
      process.getOutputStream().close();
    } catch (IOException e) {
      throw failed("can't be run: " + e.getMessage());
    }
    try {
      return said(process);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("was interrupted");
    } finally {
      process.destroyForcibly();
    }
  }

  private static byte[] said(Process process) throws ConfigException, InterruptedException {
    var output = new CompletableFuture<byte[]>();
    Thread.ofVirtual().start(() -> read(process, output));
    try {
      byte[] said = output.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
      if (said.length > KnownHosts.MAXIMUM_SIZE) {
        throw failed("says more than %d bytes".formatted(KnownHosts.MAXIMUM_SIZE));
      }
      if (!process.waitFor(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
        throw failed("doesn't end");
      }
      if (process.exitValue() != 0) {
        throw failed("ended with status " + process.exitValue());
      }
      return said;
    } catch (ExecutionException e) {
      throw failed("can't be read: " + e.getCause());
    } catch (TimeoutException e) {
      throw failed("took longer than %d s".formatted(LONGEST.toSeconds()));
    }
  }

  private static void read(Process process, CompletableFuture<byte[]> output) {
    try {
      output.complete(process.getInputStream().readNBytes(KnownHosts.MAXIMUM_SIZE + 1));
    } catch (IOException e) {
      output.completeExceptionally(e);
    }
  }

  private static ConfigException failed(String how) {
    return new ConfigException(
        "the KnownHostsCommand " + how, "-o KnownHostsCommand=none does without it");
  }
}
