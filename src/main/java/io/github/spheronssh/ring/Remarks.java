package io.github.spheronssh.ring;

import io.github.spheronssh.account.RegisteredKey;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.key.KeyFileException;
import io.github.spheronssh.key.KeyPairFile;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.key.PublicKeyFile;
import io.github.spheronssh.key.PublicKeyLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is wrong or odd about a key, in words that need no column beside them. */
record Remarks(Environment environment) {
  private static final int SAFE_RSA_BITS = 2048;

  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  List<String> of(
      Optional<PublicKeyLine> line,
      List<PrivateKeyFile> files,
      boolean inAgent,
      List<RegisteredKey> registered) {
    var remarks = new ArrayList<String>();
    for (PrivateKeyFile file : files) {
      if (isOpen(file.path())) {
        remarks.add("private key readable by others: " + environment.display(file.path()));
      }
      strangeHalf(file).ifPresent(remarks::add);
    }
    if (files.size() > 1) {
      remarks.add(
          "same key under %d names: %s"
              .formatted(
                  files.size(),
                  files.stream()
                      .map(file -> environment.display(file.path()))
                      .collect(Collectors.joining(", "))));
    }
    if (registered.size() > 1) {
      remarks.add(
          "registered %d times: %s"
              .formatted(
                  registered.size(),
                  registered.stream().map(RegisteredKey::id).collect(Collectors.joining(", "))));
    }
    if (files.isEmpty() && !inAgent && !registered.isEmpty()) {
      remarks.add("in the account, private half not on this machine");
    }
    line.filter(key -> key.type().equals("ssh-rsa") && key.bits() < SAFE_RSA_BITS)
        .ifPresent(key -> remarks.add("weak: %d bits of RSA".formatted(key.bits())));
    return remarks;
  }

  private static boolean isOpen(Path path) {
    try {
      return Files.getFileStore(path).supportsFileAttributeView("posix")
          && Files.getPosixFilePermissions(path).stream().anyMatch(OTHERS::contains);
    } catch (IOException e) {
      return false; // it was read a moment ago; whoever uses it will say
    }
  }

  private Optional<String> strangeHalf(PrivateKeyFile file) {
    Path beside = KeyPairFile.publicFile(file.path());
    if (!Files.exists(beside)) {
      return Optional.empty();
    }
    try {
      PublicKeyLine other = PublicKeyFile.read(beside);
      boolean strange = file.publicKey().filter(key -> !key.sameKeyAs(other)).isPresent();
      return strange
          ? Optional.of(environment.display(beside) + " doesn't match its private file")
          : Optional.empty();
    } catch (KeyFileException e) {
      return Optional.of(environment.display(beside) + " is no public key");
    }
  }
}
