package io.github.spheronssh.rotation;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.account.KeyRegistration;
import io.github.spheronssh.account.RegisteredKey;
import io.github.spheronssh.agent.AgentException;
import io.github.spheronssh.agent.KeyLimits;
import io.github.spheronssh.agent.SshAgent;
import io.github.spheronssh.api.NotFoundException;
import io.github.spheronssh.instance.Status;
import io.github.spheronssh.key.KeyFileException;
import io.github.spheronssh.key.KeyGenerator;
import io.github.spheronssh.key.KeyPairFile;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.key.SshKeyPair;
import io.github.spheronssh.rotation.Outcome.HeldBack;
import io.github.spheronssh.rotation.Outcome.Moved;
import io.github.spheronssh.rotation.RotationPlan.Item;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One run of one rotation: what is left of it, as far as it can be done now. */
final class RotationRun {
  private final Journal.Entry entry;
  private final RotationService service;
  private final Doors doors;
  private final Optional<SshAgent> agent;
  private final RotationListener listener;
  private final InstantSource clock;
  private final PairFiles files;
  private final List<String> remarks = new ArrayList<>();

  RotationRun(
      Journal.Entry entry,
      RotationService service,
      Doors doors,
      Optional<SshAgent> agent,
      RotationListener listener,
      InstantSource clock) {
    this.entry = entry;
    this.service = service;
    this.doors = doors;
    this.agent = agent;
    this.listener = listener;
    this.clock = clock;
    this.files = entry.rotation().files();
  }

  /**
   * What the user asks for.
   *
   * @param purge whether the outgoing pair is deleted once nothing needs it
   * @param given deployments that are given up: they count as done
   */
  record Wish(boolean purge, Set<String> given) {}

  RotationReport carryOut(List<Item> items, KeyAccess access, Wish wish, int beside)
      throws SpheronSshException {
    for (String id : wish.given()) {
      entry.change(rotation -> rotation.doneWith(id));
    }
    PublicKeyLine outgoing = entry.rotation().outgoing();
    boolean purge = wish.purge() || entry.rotation().undoing();
    List<Item> left = items.stream().filter(this::isLeft).toList();
    Optional<PublicKeyLine> made = entry.rotation().incoming();
    if (left.isEmpty() && made.isPresent() && files.isPlaced(made.get())) {
      finish(outgoing, purge); // a run that was killed later than this may have deleted the pair
      return new RotationReport(entry.rotation(), made.get(), List.of(), remarks);
    }
    SshKeyPair from = access.open(present(outgoing));
    SshKeyPair to = incoming(from, access);
    register(to.publicKey());
    List<Outcome> outcomes = handOver(left, from, to, beside);
    if (!nothingMoved(outcomes)) {
      swap(to);
      finish(outgoing, purge);
    }
    return new RotationReport(entry.rotation(), to.publicKey(), outcomes, remarks);
  }

  private boolean isLeft(Item item) {
    return item.concern() != Concern.NONE
        && !entry.rotation().done().contains(item.instance().id());
  }

  private PrivateKeyFile present(PublicKeyLine key) throws SpheronSshException {
    return files
        .holder(key)
        .orElseThrow(
            () ->
                new KeyFileException(
                    "the private half of %s is in none of %s, %s and %s"
                        .formatted(
                            key.fingerprint(), files.place(), files.incoming(), files.outgoing()),
                    "put it back where it was"));
  }

  /** The incoming pair; made where no run came that far. */
  private SshKeyPair incoming(SshKeyPair from, KeyAccess access) throws SpheronSshException {
    Optional<PublicKeyLine> made = entry.rotation().incoming();
    if (made.isPresent()) {
      return access.open(present(made.get()));
    }
    Optional<PrivateKeyFile> waiting = files.waiting();
    SshKeyPair to;
    if (waiting.isPresent()) {
      to = access.open(waiting.get()); // whole, since it appears under its name so
      files.complete(to.publicKey());
    } else {
      listener.step("making a new key in " + files.incoming());
      to = Successor.of(from, new KeyGenerator());
      KeyPairFile.write(files.incoming(), to, access.passphrase(), KeyPairFile.DEFAULT_ROUNDS);
    }
    entry.change(rotation -> rotation.withNewKey(to.publicKey()));
    return to;
  }

  private void register(PublicKeyLine key) throws SpheronSshException {
    listener.step("registering " + key.fingerprint());
    var _ =
        new KeyRegistration(service.api(), service.lockFolder())
            .register(key, entry.rotation().accountName(), service.team());
  }

  private List<Outcome> handOver(List<Item> items, SshKeyPair from, SshKeyPair to, int beside)
      throws SpheronSshException {
    var handover = new Handover(doors, from, to, listener);
    return InParallel.map(items, beside, item -> handOver(handover, item, from));
  }

  private Outcome handOver(Handover handover, Item item, SshKeyPair from)
      throws SpheronSshException {
    String id = item.instance().id();
    boolean touched = entry.rotation().touched().contains(id);
    Outcome outcome =
        handover.run(
            item.instance(),
            item.concern(),
            touched,
            () -> entry.change(rotation -> rotation.touching(id)));
    if (!(outcome instanceof HeldBack)) {
      service.ledger().retire(id, base64(from.publicKey()));
      entry.change(rotation -> rotation.doneWith(id));
    }
    listener.came(outcome);
    return outcome;
  }

  /** Whether not one instance that is up was moved, now or before: then the pairs stay. */
  private boolean nothingMoved(List<Outcome> outcomes) {
    boolean held =
        outcomes.stream()
            .filter(HeldBack.class::isInstance)
            .map(outcome -> outcome.instance().status())
            .anyMatch(status -> status.canComeUp() && status != Status.DEPLOYING);
    Rotation rotation = entry.rotation();
    return held
        && outcomes.stream().noneMatch(Moved.class::isInstance)
        // Those that were given up, or had nothing to do with the key, are done and untouched.
        && rotation.touched().stream().noneMatch(rotation.done()::contains);
  }

  private void swap(SshKeyPair to) throws SpheronSshException {
    listener.step("giving the new pair the name " + files.place());
    files.swap(to.publicKey());
    inAgent(
        holder -> {
          if (holds(holder, entry.rotation().outgoing()) && !holds(holder, to.publicKey())) {
            listener.step("giving the new key to the agent");
            holder.add(to, KeyLimits.NONE);
          }
        });
  }

  /** Ends the outgoing key, once no deployment needs it. */
  private void finish(PublicKeyLine outgoing, boolean purge) throws SpheronSshException {
    RotationPlan now = service.plan(entry.rotation());
    if (now.items().stream().anyMatch(this::isLeft)) {
      return;
    }
    for (RegisteredKey key : now.registered()) {
      listener.step("deleting the account's key " + key.id());
      try {
        service.api().deleteKey(key.id());
      } catch (NotFoundException e) {
        remarks.add("the account's key %s was gone already".formatted(key.id()));
      }
    }
    inAgent(
        holder -> {
          listener.step("taking the old key from the agent");
          var _ = holder.remove(outgoing);
        });
    if (purge && isFree(outgoing)) {
      listener.step("deleting " + files.outgoing());
      files.deleteOutgoing();
      entry.change(Rotation::withoutOutgoingPair);
    }
    entry.change(rotation -> rotation.finishedAt(clock.instant()));
  }

  /** Whether no other team needs the pair; its key was put in this team's place alone. */
  private boolean isFree(PublicKeyLine key) {
    String kept = "the pair %s is kept: ".formatted(files.outgoing());
    try {
      List<String> needing = service.otherTeams().needing(key);
      if (needing.isEmpty()) {
        return true;
      }
      remarks.add(
          kept
              + "it opens, or may open, %s; 'spheron-ssh keys prune' deletes it once nothing does"
                  .formatted(String.join(", ", needing)));
    } catch (SpheronSshException e) {
      remarks.add(kept + "whether other teams need it is not known: " + e.getMessage());
    }
    return false;
  }

  private interface AgentWork {
    void with(SshAgent agent) throws SpheronSshException;
  }

  /** An agent is a convenience: what it can't do is told, and holds nothing back. */
  private void inAgent(AgentWork work) throws SpheronSshException {
    if (agent.isEmpty()) {
      return;
    }
    try {
      work.with(agent.get());
    } catch (AgentException e) {
      remarks.add(e.getMessage());
    }
  }

  private static boolean holds(SshAgent agent, PublicKeyLine key) throws AgentException {
    return agent.identities().stream()
        .anyMatch(held -> held.publicKey().filter(key::sameKeyAs).isPresent());
  }

  private static String base64(PublicKeyLine key) {
    return Base64.getEncoder().encodeToString(key.blob());
  }
}
