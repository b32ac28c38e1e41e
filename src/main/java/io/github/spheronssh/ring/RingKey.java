package io.github.spheronssh.ring;

import io.github.spheronssh.account.RegisteredKey;
import io.github.spheronssh.instance.Instance;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.key.PublicKeyLine;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A key, wherever it is.
 *
 * @param line its public half; absent for an encrypted file that hides it, and for what the account
 *     has and ssh doesn't know
 * @param files the private half on this machine
 * @param inAgent whether the agent holds it
 * @param registered the account's entries of it, the oldest first
 * @param users the deployments that open with it
 * @param remarks what is wrong or odd about it
 */
public record RingKey(
    Optional<PublicKeyLine> line,
    List<PrivateKeyFile> files,
    boolean inAgent,
    List<RegisteredKey> registered,
    Optional<Created> created,
    List<Instance> users,
    List<String> remarks) {
  /** Copies the lists. */
  public RingKey {
    files = List.copyOf(files);
    registered = List.copyOf(registered);
    users = List.copyOf(users);
    remarks = List.copyOf(remarks);
  }

  /** What the account calls it, else its comment, else the name of its file; may be empty. */
  public String name() {
    return registered.stream()
        .map(RegisteredKey::name)
        .filter(name -> !name.isBlank())
        .findFirst()
        .or(() -> line.map(PublicKeyLine::comment).filter(comment -> !comment.isBlank()))
        .or(() -> files.stream().findFirst().map(f -> String.valueOf(f.path().getFileName())))
        .orElse("");
  }

  /** Whether its private half is at hand. */
  public boolean isHere() {
    return inAgent || !files.isEmpty();
  }

  /** Whether each of its files needs a passphrase; absent where it has no file. */
  public Optional<Boolean> isEncrypted() {
    return files.isEmpty()
        ? Optional.empty()
        : Optional.of(files.stream().allMatch(PrivateKeyFile::isEncrypted));
  }

  /** Whether it is older than a key should get. */
  public boolean isDue(Instant now) {
    return created.filter(made -> !made.due().isAfter(now)).isPresent();
  }
}
