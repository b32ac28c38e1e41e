package io.github.spheronssh.sandbox;

import static io.github.spheronssh.sandbox.Quirk.BAD_FINGERPRINT;
import static io.github.spheronssh.sandbox.Quirk.DROPPED_COMMENT;
import static io.github.spheronssh.sandbox.Quirk.EXPLICIT_NULLS;
import static io.github.spheronssh.sandbox.Quirk.NO_EARLY_ADDRESS;
import static io.github.spheronssh.sandbox.Quirk.NO_PUBLIC_KEY_IN_LIST;
import static io.github.spheronssh.sandbox.Quirk.NO_SSH_COMMAND;
import static io.github.spheronssh.sandbox.Quirk.TEMPORARY_KEY;
import static io.github.spheronssh.sandbox.Quirk.UNDERSCORE_ID;
import static io.github.spheronssh.sandbox.Quirk.UNKNOWN_FIELDS;

import io.github.spheronssh.api.PortForward;
import io.github.spheronssh.key.Fingerprint;
import io.github.spheronssh.key.KeyFormatException;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.sandbox.InstanceState.BoundKey;
import io.github.spheronssh.sandbox.SandboxState.StoredKey;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The objects of the API as they go over the wire, under the quirks that are on. */
final class Shapes {
  private static final String ADDRESS = "127.0.0.1";
  private static final PortForward NOTEBOOK = new PortForward(8888, 8888);

  private final Set<Quirk> quirks;

  Shapes(Set<Quirk> quirks) {
    this.quirks = quirks;
  }

  Map<String, @Nullable Object> listedKey(StoredKey key) {
    Map<String, @Nullable Object> shape = key(key);
    if (has(NO_PUBLIC_KEY_IN_LIST)) {
      shape.remove("publicKey");
    }
    return shape;
  }

  Map<String, @Nullable Object> key(StoredKey key) {
    PublicKeyLine line = line(key.publicKey());
    Map<String, @Nullable Object> shape = identified(key.id());
    shape.put("name", key.name());
    shape.put("publicKey", (has(DROPPED_COMMENT) ? line.withComment("") : line).toString());
    shape.put("fingerprint", fingerprint(line));
    shape.put("teamId", key.teamId());
    shape.put("createdAt", key.createdAt().toString());
    return finished(shape);
  }

  Map<String, @Nullable Object> deployment(SandboxInstance instance) {
    InstanceState state = instance.state();
    String status = instance.status();
    Map<String, @Nullable Object> shape = identified(state.id());
    shape.put("name", state.name());
    shape.put("teamId", state.teamId());
    shape.put("providerId", state.hardware().provider());
    shape.put("gpuType", state.hardware().gpuType());
    shape.put("gpuCount", state.hardware().gpuCount());
    shape.put("region", state.hardware().region());
    shape.put("instanceType", state.hardware().instanceType());
    putKey(shape, state.key());
    putAddress(shape, instance, state, status);
    shape.put("status", status);
    shape.put("startedAt", status.equals("deploying") ? null : state.readyAt().toString());
    shape.put("stoppedAt", stoppedAt(state, status));
    shape.put("hourlyRate", new BigDecimal(state.hardware().hourlyRate()));
    shape.put("createdAt", state.createdAt().toString());
    return finished(shape);
  }

  private void putKey(Map<String, @Nullable Object> shape, @Nullable BoundKey key) {
    @Nullable String id = key == null ? null : key.id();
    shape.put("sshKeyId", has(TEMPORARY_KEY) ? null : id);
    shape.put("tempSshKeyId", has(TEMPORARY_KEY) ? id : null);
    shape.put("sshKeyName", key == null ? null : key.name());
    shape.put("sshKeyFingerprint", key == null ? null : fingerprint(line(key.publicKey())));
  }

  private void putAddress(
      Map<String, @Nullable Object> shape,
      SandboxInstance instance,
      InstanceState state,
      String status) {
    InstanceKind kind = state.kind();
    boolean deploying = status.equals("deploying");
    boolean early = deploying && !has(NO_EARLY_ADDRESS);
    if (kind == InstanceKind.RECLAIMED || status.equals("terminated")) {
      shape.put("ipAddress", ADDRESS); // it names the one that has the address now
    } else if (kind.isOn() && (early || status.equals("running"))) {
      int port = instance.port();
      boolean forwarded = kind == InstanceKind.FORWARDED;
      boolean told = kind != InstanceKind.BARE && !has(NO_SSH_COMMAND);
      String user = kind == InstanceKind.CLOUD_IMAGE ? "root" : instance.user();
      shape.put("ipAddress", ADDRESS);
      shape.put("user", told ? user : null);
      shape.put("sshPort", forwarded ? null : port);
      shape.put(
          "sshCommand",
          told && !forwarded ? "ssh %s@%s -p %d".formatted(user, ADDRESS, port) : null);
      shape.put(
          "portForwards", forwarded ? List.of(NOTEBOOK, new PortForward(port, 22)) : List.of());
    }
  }

  private static @Nullable String stoppedAt(InstanceState state, String status) {
    Instant ended = state.endedAt();
    if (ended != null) {
      return ended.toString();
    }
    return switch (status) {
      case "stopped", "terminated-provider" -> state.readyAt().plusSeconds(3600).toString();
      default -> null;
    };
  }

  private String fingerprint(PublicKeyLine line) {
    return has(BAD_FINGERPRINT)
        ? Fingerprint.sha256("ssh-ed25519 ".getBytes(StandardCharsets.US_ASCII)).toString()
        : line.fingerprint().toString();
  }

  private Map<String, @Nullable Object> identified(String id) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put(has(UNDERSCORE_ID) ? "_id" : "id", id);
    return shape;
  }

  private Map<String, @Nullable Object> finished(Map<String, @Nullable Object> shape) {
    if (has(UNKNOWN_FIELDS)) {
      shape.put("labels", Map.of("cost-center", "42"));
      shape.put("flags", List.of(1, 2.5, true));
    }
    if (!has(EXPLICIT_NULLS)) {
      shape.values().removeIf(value -> value == null);
    }
    return shape;
  }

  private boolean has(Quirk quirk) {
    return quirks.contains(quirk);
  }

  private static PublicKeyLine line(String stored) {
    try {
      return PublicKeyLine.parse(stored);
    } catch (KeyFormatException e) {
      throw new IllegalStateException("a stored key is damaged", e);
    }
  }
}
