package io.github.spheronssh.deployment;

import io.github.spheronssh.json.Json;
import io.github.spheronssh.json.JsonException;
import io.github.spheronssh.json.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /api/deployments} as a user wrote it. Fields that this program doesn't
 * know are kept.
 */
public record DeployRequest(Map<String, @Nullable Object> fields) {
  /** The largest request that is read, in bytes. */
  public static final int LIMIT = 64 * 1024;

  /** A request that can't change any more; its fields keep their order. */
  public DeployRequest {
    fields = Collections.unmodifiableMap(new LinkedHashMap<String, @Nullable Object>(fields));
  }

  /**
   * Reads a JSON object of UTF-8.
   *
   * @throws JsonException if it is none
   */
  public static DeployRequest parse(byte[] document) throws JsonException {
    JsonValue value = Json.parse(document);
    if (!value.isObject()) {
      throw new JsonException("expected a JSON object, as POST /api/deployments takes it");
    }
    var fields = new LinkedHashMap<String, @Nullable Object>();
    for (Map.Entry<?, ?> entry : ((Map<?, ?>) value.as(Map.class)).entrySet()) {
      fields.put(String.valueOf(entry.getKey()), entry.getValue());
    }
    return new DeployRequest(fields);
  }

  /** The text of a field, where it is there and holds a string or number that isn't blank. */
  public Optional<String> text(String name) {
    Object value = fields.get(name);
    return value instanceof String || value instanceof Number
        ? Optional.of(value.toString().strip()).filter(text -> !text.isEmpty())
        : Optional.empty();
  }

  /** The same request with this field, in its place where it was there. */
  public DeployRequest with(String name, String value) {
    var changed = new LinkedHashMap<String, @Nullable Object>(fields);
    changed.put(name, value);
    return new DeployRequest(changed);
  }

  /** The same request with this account key, and no other. */
  public DeployRequest withKey(String id) {
    var changed = new LinkedHashMap<String, @Nullable Object>(fields);
    changed.remove("ssh_public_key");
    changed.put("sshKeyId", id);
    return new DeployRequest(changed);
  }

  /** Whether it says which key opens the instance. */
  public boolean hasKey() {
    return text("sshKeyId").isPresent() || text("ssh_public_key").isPresent();
  }
}
