package io.github.spheronssh.rotation;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.account.RegisteredKey;
import io.github.spheronssh.agent.SshAgent;
import io.github.spheronssh.file.RunLock;
import io.github.spheronssh.key.KeyPairFile;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.key.PublicKeyLine;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * Carries a rotation through, from wherever it stands: each step first looks whether it is done, so
 * that a run that was killed at any instant is taken up by the next.
 */
public final class Rotator {
  private final Journal journal;
  private final RotationService service;
  private final Doors doors;
  private final Optional<SshAgent> agent;
  private final RotationListener listener;
  private final InstantSource clock;
  private final int beside;

  /**
   * A rotator.
   *
   * @param beside how many instances are dealt with at a time
   */
  public Rotator(
      Journal journal,
      RotationService service,
      Doors doors,
      Optional<SshAgent> agent,
      RotationListener listener,
      int beside) {
    this.journal = journal;
    this.service = service;
    this.doors = doors;
    this.agent = agent;
    this.listener = listener;
    this.clock = InstantSource.system();
    this.beside = beside;
  }

  /**
   * Works out a new rotation of the key in a file; nothing is changed.
   *
   * @throws SpheronSshException where the key is none that can be replaced by one like it
   */
  public RotationPlan plan(PrivateKeyFile file) throws SpheronSshException {
    PublicKeyLine key = Successor.check(file);
    Path place = file.path().toAbsolutePath();
    var files =
        new PairFiles(
            place, KeyPairFile.freeName(place, "new"), KeyPairFile.freeName(place, "old"));
    var rotation =
        Rotation.begin(
            Successor.id(clock.instant()),
            service.api().base().toString(),
            service.team(),
            files,
            key,
            clock.instant());
    RotationPlan plan = service.plan(rotation);
    Optional<String> name = plan.registered().stream().findFirst().map(RegisteredKey::name);
    return name.isEmpty() ? plan : plan.with(rotation.called(name.get()));
  }

  /** Works out what is left to do of a rotation. */
  public RotationPlan plan(Rotation rotation) throws SpheronSshException {
    return service.plan(rotation);
  }

  /**
   * Works out how a rotation would be taken back; nothing is changed.
   *
   * @throws SpheronSshException where there is no way back
   */
  public RotationPlan planBack(Rotation rotation) throws SpheronSshException {
    if (rotation.undoing()) {
      return service.plan(rotation);
    }
    if (rotation.newKey() == null) {
      throw new SpheronSshException(
          "there is nothing to take back: the new key was not made yet",
          "spheron-ssh keys rotate goes on with it");
    }
    if (rotation.purged()) {
      throw new SpheronSshException(
          "the old pair was deleted, so there is no way back to it",
          "spheron-ssh keys rotate makes a new key once more");
    }
    return service.plan(rotation.undo());
  }

  /**
   * Carries a plan out, as far as it can be now.
   *
   * @param purge whether the outgoing pair is deleted once nothing needs it
   * @param given deployments that the user gives up: they count as done
   */
  public RotationReport run(RotationPlan plan, KeyAccess access, boolean purge, Set<String> given)
      throws SpheronSshException {
    try (RunLock _ = journal.lock()) {
      Journal.Entry entry = journal.entry(journal.current(plan.rotation()));
      entry.begin();
      if (plan.rotation().undoing()) {
        entry.change(Rotation::undo);
      }
      var run = new RotationRun(entry, service, doors, agent, listener, clock);
      return run.carryOut(plan.items(), access, new RotationRun.Wish(purge, given), beside);
    }
  }
}
