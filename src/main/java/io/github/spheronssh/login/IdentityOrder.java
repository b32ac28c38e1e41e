package io.github.spheronssh.login;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.instance.Instance;
import io.github.spheronssh.instance.KnownInstance;
import io.github.spheronssh.instance.KnownInstance.ProvedKey;
import io.github.spheronssh.key.Certificate;
import io.github.spheronssh.key.Fingerprint;
import io.github.spheronssh.key.KeyFormatException;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.login.LoginPlan.Reason;
import io.github.spheronssh.ssh.Identity;
import io.github.spheronssh.ssh.Identity.KeyFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The order in which keys are offered: those that the user gave, the one that a login proved or
 * that the instance was made with, then what ssh itself would try. The right one comes first, so
 * that a server's limit of tries is not met.
 */
final class IdentityOrder {
  private final LocalKeys local;
  private final KeyLookup lookup;
  private Certificates certificates = Certificates.NONE;
  private final KeyWish wish;
  private final List<Identity> ordered = new ArrayList<>();
  private final List<Reason> reasons = new ArrayList<>();

  IdentityOrder(LocalKeys local, KeyLookup lookup, KeyWish wish) {
    this.local = local;
    this.lookup = lookup;
    this.wish = wish;
  }

  List<Identity> identities() {
    return ordered;
  }

  List<Reason> reasons() {
    return reasons;
  }

  /** The keys that the user means for this target. */
  void given() throws SpheronSshException {
    given(wish.given().stream().filter(key -> !isGeneral(key)).toList());
  }

  /** All keys that the user gave, in their order: what is said of every host may come first. */
  void givenInOrder() throws SpheronSshException {
    given(wish.given());
  }

  private void given(List<GivenKey> keys) throws SpheronSshException {
    certificates = local.certificates(wish.certificates(), reasons::add);
    for (GivenKey key : keys) {
      give(key);
    }
    if (wish.only()) {
      for (Certificate certificate : certificates.named()) {
        local.holder(certificate.key()).ifPresent(key -> add(key, "its certificate is given"));
      }
    }
  }

  /** The keys that the user means for every host. */
  void general() throws SpheronSshException {
    for (GivenKey key : wish.given()) {
      if (isGeneral(key)) {
        give(key);
      }
    }
  }

  private static boolean isGeneral(GivenKey key) {
    return key instanceof GivenKey.Configured configured && configured.general();
  }

  private void give(GivenKey key) throws SpheronSshException {
    if (!(key instanceof GivenKey.Configured)) {
      add(local.given(key), "given with -i");
      return;
    }
    try {
      add(local.given(key), "named by the configuration");
    } catch (SpheronSshException e) {
      reasons.add(new Reason("key", e.getMessage())); // ssh passes such a file by too
    }
  }

  /** The key that the settings name for the instance. */
  void mapped(Optional<Path> file) {
    if (file.isPresent() && !wish.only()) {
      try {
        add(local.given(new GivenKey.InFile(file.get())), "your settings name it for the instance");
      } catch (SpheronSshException e) {
        reasons.add(new Reason("key", "the one that your settings name: " + e.getMessage()));
      }
    }
  }

  void proved(Optional<Instance> live, Optional<KnownInstance> known) {
    if (wish.only()) {
      return;
    }
    List<ProvedKey> proved = known.map(KnownInstance::keys).orElse(List.of());
    boolean found = false;
    for (ProvedKey key : proved) {
      Optional<Identity> identity = key(key).flatMap(local::find);
      identity.ifPresent(i -> add(proved(i), "a login with it succeeded on " + day(key)));
      found |= identity.isPresent();
    }
    if (!found) {
      live.ifPresent(this::madeWith);
    }
  }

  /** Marks the keys that opened a host before; they stay in ssh's order. */
  void provedOn(Set<Fingerprint> keys) {
    ordered.replaceAll(
        identity ->
            identity.publicKey().map(PublicKeyLine::fingerprint).filter(keys::contains).isPresent()
                ? proved(identity)
                : identity);
  }

  void usual() {
    if (!wish.only()) {
      List<Identity> last = wish.isConfigured() ? local.inAgent() : local.usual();
      last.forEach(identity -> add(identity, "tried last, as ssh would"));
    } else if (wish.given().isEmpty()) {
      local.usualFiles().forEach(identity -> add(identity, "a file of a usual name"));
    }
    local.agentState().ifPresent(state -> reasons.add(new Reason("agent", state)));
  }

  private static Identity proved(Identity identity) {
    return identity instanceof KeyFile file
        ? new KeyFile(file.file(), file.origin(), true)
        : identity;
  }

  private void madeWith(Instance instance) {
    Optional<String> id = instance.keyId();
    if (id.isEmpty()) {
      return;
    }
    String name = instance.keyName().orElse(id.get());
    try {
      Optional<PublicKeyLine> key = lookup.find(id.get());
      Optional<Identity> identity = key.flatMap(local::find);
      if (identity.isPresent()) {
        add(identity.get(), "the instance was made with it (" + name + ")");
      } else {
        String which = key.map(k -> ", " + k.fingerprint()).orElse("");
        reasons.add(
            new Reason(
                "key",
                "the one that the instance was made with, %s%s, is not on this machine"
                    .formatted(name, which)));
      }
    } catch (SpheronSshException e) {
      reasons.add(
          new Reason("key", "the one that it was made with is not known: " + e.getMessage()));
    }
  }

  /** Adds a key, and its certificates before it, as ssh does. */
  private void add(Identity identity, String why) {
    if (identity.certificate().isEmpty()) {
      for (Identity certified : local.certified(identity, certificates)) {
        addOnce(certified, why);
      }
    }
    addOnce(identity, why);
  }

  private void addOnce(Identity identity, String why) {
    Optional<String> fault = identity.certificate().flatMap(c -> c.fault(Instant.now()));
    if (fault.isPresent()) {
      reasons.add(new Reason("certificate " + identity.origin(), fault.get()));
    } else if (ordered.stream().noneMatch(other -> isSame(other, identity))) {
      ordered.add(identity);
      reasons.add(new Reason("key " + identity.origin(), why));
    }
  }

  private static boolean isSame(Identity one, Identity other) {
    Optional<PublicKeyLine> key = one.publicKey();
    return key.isPresent()
        && other.publicKey().filter(key.get()::sameKeyAs).isPresent()
        && one.certificate().equals(other.certificate());
  }

  private static Optional<PublicKeyLine> key(ProvedKey proved) {
    try {
      return Optional.of(PublicKeyLine.of(Base64.getDecoder().decode(proved.blob()), ""));
    } catch (KeyFormatException e) {
      return Optional.empty(); // edited by hand; it proves nothing
    }
  }

  private static String day(ProvedKey key) {
    return key.at().toString().substring(0, "2026-01-01".length());
  }
}
