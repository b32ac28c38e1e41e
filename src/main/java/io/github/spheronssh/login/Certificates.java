package io.github.spheronssh.login;

import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.key.Certificate;
import io.github.spheronssh.key.KeyFileException;
import io.github.spheronssh.login.LoginPlan.Reason;
import io.github.spheronssh.ssh.Identity;
import io.github.spheronssh.ssh.Identity.Certified;
import io.github.spheronssh.ssh.Identity.KeyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The certificates in files: those that the user names, and the one beside a key's file. */
final class Certificates {
  static final Certificates NONE = new Certificates(Map.of(), _ -> {});

  private final Map<String, Certificate> named;
  private final Consumer<Reason> reasons;

  private Certificates(Map<String, Certificate> named, Consumer<Reason> reasons) {
    this.named = named;
    this.reasons = reasons;
  }

  /** Reads the files that the user names; one that can't be read is told of and passed over. */
  static Certificates read(List<Path> files, Environment environment, Consumer<Reason> reasons) {
    var named = new LinkedHashMap<String, Certificate>();
    for (Path file : files) {
      read(file, reasons).ifPresent(found -> named.put(environment.display(file), found));
    }
    return new Certificates(named, reasons);
  }

  /** Those that the user named. */
  List<Certificate> named() {
    return List.copyOf(named.values());
  }

  /** What certifies this key: what the user named first, then what lies beside its file. */
  List<Identity> of(Identity identity, Environment environment) {
    var found = new LinkedHashMap<>(named);
    if (identity instanceof KeyFile file) {
      Path beside = Path.of(file.file().path() + "-cert.pub");
      if (Files.exists(beside)) {
        read(beside, reasons).ifPresent(c -> found.putIfAbsent(environment.display(beside), c));
      }
    }
    var identities = new ArrayList<Identity>();
    found.forEach(
        (origin, certificate) -> {
          if (identity.publicKey().filter(certificate.key()::sameKeyAs).isPresent()) {
            identities.add(new Certified(identity, certificate, origin));
          }
        });
    return identities;
  }

  private static Optional<Certificate> read(Path file, Consumer<Reason> reasons) {
    try {
      return Optional.of(Certificate.read(file));
    } catch (KeyFileException e) {
      reasons.accept(new Reason("certificate", e.getMessage()));
      return Optional.empty();
    }
  }
}
