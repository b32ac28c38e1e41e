package io.github.spheronssh.ring;

import io.github.spheronssh.account.RegisteredKey;
import io.github.spheronssh.instance.Instance;
import io.github.spheronssh.instance.KnownInstance;
import io.github.spheronssh.instance.KnownInstance.ProvedKey;
import io.github.spheronssh.key.PublicKeyLine;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which deployments that have not ended open with which key: as the last login proved, else as the
 * service says.
 *
 * @param users the deployments by the key's blob in base64
 * @param unknown those of which nobody says the key
 */
public record Usage(Map<String, List<Instance>> users, List<Instance> unknown) {
  /** Copies the collections. */
  public Usage {
    users = Map.copyOf(users);
    unknown = List.copyOf(unknown);
  }

  /** Works it out. */
  public static Usage of(
      List<Instance> instances, List<KnownInstance> known, List<RegisteredKey> account) {
    var users = new LinkedHashMap<String, List<Instance>>();
    var unknown = new ArrayList<Instance>();
    for (Instance instance : instances) {
      if (!instance.status().isGone()) {
        Optional<String> key = proved(instance, known).or(() -> told(instance, account));
        if (key.isPresent()) {
          users.computeIfAbsent(key.get(), _ -> new ArrayList<>()).add(instance);
        } else {
          unknown.add(instance);
        }
      }
    }
    return new Usage(users, unknown);
  }

  /** The deployments that open with a key. */
  public List<Instance> of(PublicKeyLine key) {
    return users.getOrDefault(blob(key), List.of());
  }

  private static Optional<String> proved(Instance instance, List<KnownInstance> known) {
    return known.stream()
        .filter(each -> each.id().equals(instance.id()))
        .flatMap(each -> each.keys().stream())
        .map(ProvedKey::blob)
        .findFirst();
  }

  private static Optional<String> told(Instance instance, List<RegisteredKey> account) {
    return account.stream()
        .filter(key -> instance.keyId().filter(key.id()::equals).isPresent())
        .flatMap(key -> key.line().stream())
        .map(Usage::blob)
        .findFirst();
  }

  private static String blob(PublicKeyLine key) {
    return Base64.getEncoder().encodeToString(key.blob());
  }
}
