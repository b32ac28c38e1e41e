package io.github.spheronssh.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A part of a JSON document, for answers whose shape has to be looked at first. */
public final class JsonValue {
  private final JsonNode node;

  JsonValue(JsonNode node) {
    this.node = node;
  }

  /** Whether this is an array. */
  public boolean isArray() {
    return node.isArray();
  }

  /** Whether this is an object. */
  public boolean isObject() {
    return node.isObject();
  }

  /** The elements of an array; none of anything else. */
  public List<JsonValue> elements() {
    var elements = new ArrayList<JsonValue>();
    if (isArray()) {
      node.forEach(element -> elements.add(new JsonValue(element)));
    }
    return elements;
  }

  /** A field of an object, where it is there and not null. */
  public Optional<JsonValue> field(String name) {
    return Optional.ofNullable(node.get(name)).filter(n -> !n.isNull()).map(JsonValue::new);
  }

  /** The text of a string, number or boolean; nothing of anything else. */
  public Optional<String> text() {
    return node.isValueNode() && !node.isNull() ? Optional.of(node.asString()) : Optional.empty();
  }

  /**
   * This as a value of the given type.
   *
   * @throws JsonException if it has another shape
   */
  public <T> T as(Class<T> type) throws JsonException {
    return Json.convert(node, type);
  }
}
