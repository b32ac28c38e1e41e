package io.github.spheronssh.login;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.instance.Instance;
import io.github.spheronssh.instance.KnownInstance;
import io.github.spheronssh.instance.KnownInstance.ProvedKey;
import io.github.spheronssh.key.KeyFormatException;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.login.LoginPlan.Reason;
import io.github.spheronssh.ssh.Identity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The order in which keys are offered: those that the user gave, the one that a login proved or
 * that the instance was made with, then what ssh itself would try. The right one comes first, so
 * that a server's limit of tries is not met.
 */
final class IdentityOrder {
  private final LocalKeys local;
  private final KeyLookup lookup;
  private final List<Identity> ordered = new ArrayList<>();
  private final List<Reason> reasons = new ArrayList<>();

  IdentityOrder(LocalKeys local, KeyLookup lookup) {
    this.local = local;
    this.lookup = lookup;
  }

  List<Identity> identities() {
    return ordered;
  }

  List<Reason> reasons() {
    return reasons;
  }

  void given(List<Path> files) throws SpheronSshException {
    for (Path file : files) {
      add(local.given(file), "given with -i");
    }
  }

  void proved(Optional<Instance> live, Optional<KnownInstance> known) {
    List<ProvedKey> proved = known.map(KnownInstance::keys).orElse(List.of());
    boolean found = false;
    for (ProvedKey key : proved) {
      Optional<Identity> identity = key(key).flatMap(local::find);
      identity.ifPresent(i -> add(i, "a login with it succeeded on " + day(key)));
      found |= identity.isPresent();
    }
    if (!found) {
      live.ifPresent(this::madeWith);
    }
  }

  void usual() {
    local.usual().forEach(identity -> add(identity, "tried last, as ssh would"));
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

  private void add(Identity identity, String why) {
    Optional<PublicKeyLine> key = identity.publicKey();
    boolean there =
        ordered.stream()
            .anyMatch(
                other ->
                    key.isPresent() && other.publicKey().filter(key.get()::sameKeyAs).isPresent());
    if (!there) {
      ordered.add(identity);
      reasons.add(new Reason("key " + identity.origin(), why));
    }
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
