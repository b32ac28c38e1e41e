package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.account.RegisteredKey;
import io.github.spheronssh.doctor.Result.Failure;
import io.github.spheronssh.doctor.Result.Ok;
import io.github.spheronssh.doctor.Result.Warning;
import io.github.spheronssh.instance.Instance;
import io.github.spheronssh.instance.KnownInstance;
import io.github.spheronssh.instance.Resolution.OfInstance;
import io.github.spheronssh.key.KeyFormatException;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.ssh.LoginException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The key that an instance opens with, against the keys that are held here. What a login proves
 * counts most, then what an earlier one proved, then what the service says.
 */
final class OpeningKey {
  private static final int SHOWN = 8;

  private OpeningKey() {}

  /**
   * A key and who says so.
   *
   * @param line absent for one that only its owner's account lists
   */
  private record Expected(Optional<PublicKeyLine> line, String fingerprint, String source) {
    static Expected of(PublicKeyLine line, String source) {
      return new Expected(Optional.of(line), line.fingerprint().toString(), source);
    }

    boolean is(PublicKeyLine other) {
      return line.filter(other::sameKeyAs).isPresent();
    }

    @Override
    public String toString() {
      return fingerprint + " (" + source + ")";
    }
  }

  static Result compare(Patient patient) throws SpheronSshException {
    Remote remote = patient.remote();
    Optional<SpheronSshException> refusal = remote.refusal();
    if (refusal.isEmpty()) {
      return new Ok("you hold it: a login proves it");
    }
    Optional<Expected> expected = expected(patient);
    if (expected.isEmpty()) {
      return new Ok("nobody says which");
    }
    List<Machine.Held> held = patient.machine().held();
    Optional<Machine.Held> match =
        held.stream().filter(each -> expected.get().is(each.key())).findFirst();
    if (match.isPresent()) {
      return new Ok("you hold it: " + show(patient.machine(), match.get()));
    }
    String evidence =
        "this instance opens with %s; you hold %s"
            .formatted(expected.get(), list(patient.machine(), held));
    String remedy = "spheron-ssh connect -i FILE " + remote.name();
    return refusal.get() instanceof LoginException
        ? new Failure(evidence, remedy)
        : new Warning(evidence, remedy);
  }

  private static Optional<Expected> expected(Patient patient) throws SpheronSshException {
    if (!(patient.remote().resolution() instanceof OfInstance instance)) {
      return Optional.empty();
    }
    Optional<Expected> proved = instance.known().flatMap(OpeningKey::proved);
    return proved.isPresent() ? proved : madeWith(patient, instance);
  }

  private static Optional<Expected> proved(KnownInstance known) {
    return known.keys().stream()
        .findFirst()
        .flatMap(
            key ->
                parse(key.blob())
                    .map(line -> Expected.of(line, "ledger: a login proved it at " + key.at())));
  }

  private static Optional<Expected> madeWith(Patient patient, OfInstance instance)
      throws SpheronSshException {
    Optional<Instance> live = instance.live();
    Optional<String> id = live.flatMap(Instance::keyId);
    if (id.isEmpty()) {
      return Optional.empty();
    }
    Optional<RegisteredKey> own =
        patient.account().keys().keys().stream()
            .filter(key -> key.id().equals(id.get()))
            .findFirst();
    if (own.isPresent()) {
      return own.get().line().map(line -> Expected.of(line, "API: " + title(own.get())));
    }
    String name = live.flatMap(Instance::keyName).orElse(id.get());
    String told = live.flatMap(Instance::keyFingerprint).orElse("a key");
    return Optional.of(
        new Expected(Optional.empty(), told, "API: " + name + ", which your account doesn't list"));
  }

  private static Optional<PublicKeyLine> parse(String blob) {
    try {
      return Optional.of(PublicKeyLine.of(Base64.getDecoder().decode(blob), ""));
    } catch (KeyFormatException | IllegalArgumentException e) {
      return Optional.empty(); // edited by hand; it proves nothing
    }
  }

  private static String title(RegisteredKey key) {
    return key.name().isEmpty() ? key.id() : key.name();
  }

  private static String list(Machine machine, List<Machine.Held> held) throws SpheronSshException {
    if (held.isEmpty()) {
      return "none";
    }
    List<String> shown = new ArrayList<>();
    for (Machine.Held each : held.subList(0, Math.min(held.size(), SHOWN))) {
      shown.add(show(machine, each));
    }
    int more = held.size() - shown.size();
    return String.join(", ", shown) + (more > 0 ? " and %d more".formatted(more) : "");
  }

  private static String show(Machine machine, Machine.Held held) throws SpheronSshException {
    boolean both = !held.origin().equals(Machine.AGENT) && machine.isInAgent(held.key());
    return both
        ? "%s (%s, and in the agent)".formatted(held.key().fingerprint(), held.origin())
        : held.toString();
  }
}
