package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What is examined: this machine, the account and, where one is named, an instance. */
public final class Patient implements AutoCloseable {
  private final Machine machine;
  private final Account account;
  private final Optional<Remote> remote;
  private final Optional<SpheronSshException> configRefusal;

  /**
   * A patient of whom nothing has been found out yet.
   *
   * @param identities the key files that the user names, beside those in {@code ~/.ssh}
   */
  public Patient(
      Environment environment,
      Service service,
      List<Path> identities,
      Optional<Destination> destination) {
    this.machine = new Machine(environment, identities);
    this.account = new Account(environment, service);
    this.configRefusal = destination.flatMap(Destination::unread);
    this.remote = destination.map(each -> new Remote(environment, account, each));
  }

  /** Ends what was begun to examine it. */
  @Override
  public void close() {
    remote.ifPresent(Remote::close);
  }

  boolean hasTarget() {
    return remote.isPresent();
  }

  /** Why the user's configuration could not be read for the target, where it couldn't. */
  Optional<SpheronSshException> configRefusal() {
    return configRefusal;
  }

  Machine machine() {
    return machine;
  }

  Account account() {
    return account;
  }

  /** The instance; only for checks that need a target. */
  Remote remote() {
    return remote.orElseThrow();
  }
}
