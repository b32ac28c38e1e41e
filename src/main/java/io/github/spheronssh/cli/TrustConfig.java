package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.config.Keyword;
import io.github.spheronssh.config.SshConfig;
import io.github.spheronssh.config.TargetConfig;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.key.Fingerprint;
import io.github.spheronssh.knownhosts.KnownHostsFile;
import io.github.spheronssh.login.TrustWish;
import io.github.spheronssh.ssh.HostKeyHabits;
import io.github.spheronssh.ssh.HostKeyHabits.Learning;
import io.github.spheronssh.ssh.HostTrust.Policy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** What to trust, as the keywords of ssh_config(5) and our own options say it. */
final class TrustConfig {
  private final TargetConfig read;
  private final SshConfig config;
  private final SshOptions options;
  private final Environment environment;
  private final Consumer<String> notes;

  TrustConfig(
      TargetConfig read, SshOptions options, Environment environment, Consumer<String> notes) {
    this.read = read;
    this.config = read.config();
    this.options = options;
    this.environment = environment;
    this.notes = notes;
  }

  TrustWish wish() throws SpheronSshException {
    Optional<Fingerprint> fingerprint = Optional.empty();
    if (options.fingerprint != null) {
      fingerprint = Optional.of(Fingerprint.parse(options.fingerprint));
    }
    Optional<List<Path>> own = files(Keyword.USER_KNOWN_HOSTS_FILE);
    if (own.stream().flatMap(List::stream).map(KnownHostsFile::at).anyMatch(f -> f.forgets())) {
      notes.accept(
          "UserKnownHostsFile=%s keeps no host key, so that a plain host's changed key can't be noticed; instances are pinned all the same"
              .formatted(config.text(Keyword.USER_KNOWN_HOSTS_FILE).orElse("")));
    }
    return new TrustWish(
        policy(),
        fingerprint,
        config.text(Keyword.HOST_KEY_ALIAS).filter(alias -> !alias.equalsIgnoreCase("none")),
        own,
        files(Keyword.GLOBAL_KNOWN_HOSTS_FILE),
        files(Keyword.REVOKED_HOST_KEYS).stream().flatMap(List::stream).findFirst(),
        KnownHostsProgram.of(read, environment),
        learning(),
        new HostKeyHabits(
            config.flag(Keyword.CHECK_HOST_IP).orElse(false),
            config.flag(Keyword.HASH_KNOWN_HOSTS).orElse(false),
            config.flag(Keyword.VISUAL_HOST_KEY).orElse(false),
            Learning.YES));
  }

  private Policy policy() throws SpheronSshException {
    Optional<String> strict = config.text(Keyword.STRICT_HOST_KEY_CHECKING);
    return strict.isPresent() && !options.isTyped("--host-key")
        ? HostKeyPolicy.ofSsh(strict.get(), notes)
        : HostKeyPolicy.read(options.hostKey);
  }

  /** The files of a keyword, none of them where it says {@code none}; absent where it isn't set. */
  private Optional<List<Path>> files(Keyword keyword) throws SpheronSshException {
    List<String> names = config.texts(keyword);
    if (names.isEmpty()) {
      return Optional.empty();
    }
    var files = new ArrayList<Path>();
    if (names.size() > 1 || !names.getFirst().equalsIgnoreCase("none")) {
      for (String name : names) {
        files.add(environment.resolve(name));
      }
    }
    return Optional.of(files);
  }

  private Optional<Learning> learning() throws SpheronSshException {
    Optional<String> word = config.text(Keyword.UPDATE_HOST_KEYS);
    if (word.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        switch (word.get().toLowerCase(Locale.ROOT)) {
          case "yes", "true" -> Learning.YES;
          case "no", "false" -> Learning.NO;
          case "ask" -> Learning.ASK;
          default ->
              throw SshConfig.unexpected(Keyword.UPDATE_HOST_KEYS, "yes, no or ask", word.get());
        });
  }
}
