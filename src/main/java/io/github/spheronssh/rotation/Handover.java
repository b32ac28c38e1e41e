package io.github.spheronssh.rotation;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.authorizedkeys.AuthorizedKeys;
import io.github.spheronssh.authorizedkeys.AuthorizedKeys.Removal;
import io.github.spheronssh.instance.Instance;
import io.github.spheronssh.instance.Status;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.key.SshKeyPair;
import io.github.spheronssh.rotation.Doors.Visit;
import io.github.spheronssh.rotation.Outcome.HeldBack;
import io.github.spheronssh.rotation.Outcome.Moved;
import io.github.spheronssh.rotation.Outcome.NotConcerned;
import io.github.spheronssh.ssh.LoginException;
import io.github.spheronssh.ssh.RemoteFiles;
import java.util.Optional;

/**
 * Takes instances from one key to another: the incoming key's line is added, a login with it
 * proved, the outgoing key's taken off, and the login proved again while the session that could put
 * it back still stands. At no instant does the instance let in neither.
 */
final class Handover {
  private static final String NEITHER = "it lets in neither of the two keys";

  private final Doors doors;
  private final SshKeyPair from;
  private final SshKeyPair to;
  private final RotationListener listener;

  Handover(Doors doors, SshKeyPair from, SshKeyPair to, RotationListener listener) {
    this.doors = doors;
    this.from = from;
    this.to = to;
    this.listener = listener;
  }

  /** Is told, before the file there is changed for the first time. */
  @FunctionalInterface
  interface Touching {
    void touch() throws SpheronSshException;
  }

  /**
   * Does what is left to do on one instance.
   *
   * @param touched whether its file may have been changed already
   */
  Outcome run(Instance instance, Concern concern, boolean touched, Touching touching) {
    if (instance.status() == Status.DEPLOYING || !instance.status().canComeUp()) {
      return new HeldBack(instance, "it is " + instance.statusWords());
    }
    try {
      Optional<Visit> first = enter(instance, touched ? to : from);
      Optional<Visit> visit = first.isPresent() ? first : enter(instance, touched ? from : to);
      if (visit.isEmpty()) {
        return concern.isCertain()
            ? new HeldBack(instance, NEITHER)
            : new NotConcerned(instance, NEITHER);
      }
      boolean opened = first.isPresent() == touched; // by the incoming key
      try (Visit standing = visit.get();
          RemoteFiles files = standing.files()) {
        var lines = new AuthorizedKeys(files);
        if (!opened) {
          touching.touch();
          add(instance, lines);
        }
        return takeOff(instance, lines);
      }
    } catch (SpheronSshException e) {
      return new HeldBack(instance, e.getMessage());
    }
  }

  /** A login; absent where the instance doesn't take the key. */
  private Optional<Visit> enter(Instance instance, SshKeyPair key) throws SpheronSshException {
    listener.step(instance, "logging in with " + key.publicKey().fingerprint());
    try {
      return Optional.of(doors.enter(instance, key));
    } catch (LoginException e) {
      return Optional.empty();
    }
  }

  private void add(Instance instance, AuthorizedKeys lines) throws SpheronSshException {
    listener.step(instance, "adding " + to.publicKey().fingerprint());
    boolean added = lines.add(to.publicKey(), from.publicKey());
    try {
      prove(instance);
    } catch (SpheronSshException e) {
      throw added ? takenBack(lines, e) : e;
    }
  }

  private void prove(Instance instance) throws SpheronSshException {
    listener.step(instance, "proving a login with " + to.publicKey().fingerprint());
    doors.enter(instance, to).close();
  }

  private SpheronSshException takenBack(AuthorizedKeys lines, SpheronSshException reason) {
    try {
      var _ = lines.remove(to.publicKey());
    } catch (SpheronSshException e) {
      reason.addSuppressed(e);
    }
    return new SpheronSshException(
        "the new key was added, but does not log in: " + reason.getMessage(), null, reason);
  }

  private Outcome takeOff(Instance instance, AuthorizedKeys lines) throws SpheronSshException {
    PublicKeyLine outgoing = from.publicKey();
    listener.step(instance, "taking off " + outgoing.fingerprint());
    Optional<Removal> removal = lines.remove(outgoing);
    try {
      prove(instance);
    } catch (SpheronSshException e) {
      if (removal.isPresent()) {
        listener.step(instance, "putting back " + outgoing.fingerprint());
        lines.restore(removal.get());
      }
      throw e;
    }
    return new Moved(instance, to.publicKey(), remainder(instance));
  }

  /** Whether the outgoing key still gets in, by some way that isn't the user's file. */
  private Optional<String> remainder(Instance instance) {
    listener.step(instance, "making sure that " + from.publicKey().fingerprint() + " is refused");
    try {
      doors.enter(instance, from).close();
      return Optional.of(
          "it still lets the old key in, by another way than ~/.ssh/authorized_keys");
    } catch (LoginException e) {
      return Optional.empty();
    } catch (SpheronSshException e) {
      return Optional.of("whether it still lets the old key in is not known: " + e.getMessage());
    }
  }
}
