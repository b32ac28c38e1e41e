package io.github.spheronssh.cli;

import io.github.spheronssh.instance.Instance;
import io.github.spheronssh.instance.KnownInstance;
import io.github.spheronssh.ssh.Identity;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An instance as {@code instances} prints it; the names are those of {@code --json}.
 *
 * @param status the service's own word
 * @param user whom a login succeeded as, else whom the service names
 * @param key the local key that opens it: a file, or the agent's; null where none is here
 * @param keyName what the account calls the key that it was made with
 * @param hourlyRate dollars an hour for the whole instance
 */
record InstanceRow(
    String id,
    String name,
    String status,
    @Nullable String gpu,
    @Nullable String region,
    @Nullable String address,
    int port,
    @Nullable String user,
    @Nullable String key,
    @Nullable String keyName,
    @Nullable BigDecimal hourlyRate,
    @Nullable Instant createdAt) {

  static InstanceRow of(
      Instance instance, Optional<KnownInstance> known, Optional<Identity> opener) {
    return new InstanceRow(
        instance.id(),
        instance.name(),
        instance.statusWord(),
        instance.gpu().orElse(null),
        instance.region().orElse(null),
        instance.address().orElse(null),
        instance.port(),
        known.flatMap(KnownInstance::user).or(instance::user).orElse(null),
        opener.map(Identity::origin).orElse(null),
        instance.keyName().or(instance::keyId).orElse(null),
        instance.hourlyRate().orElse(null),
        instance.createdAt().orElse(null));
  }

  /** The address with its port, where that isn't the usual one. */
  String place() {
    String host = KeyRow.shown(address);
    return port == Instance.DEFAULT_PORT || address == null ? host : host + ":" + port;
  }

  /** The local key that opens it, or whose key it is. */
  String keyWords() {
    return key != null ? key : keyName == null ? "-" : "not here: " + keyName;
  }

  /** The price as people write it. */
  String price() {
    return hourlyRate == null ? "-" : "$" + hourlyRate.toPlainString();
  }
}
