package io.github.spheronssh.sandbox;

import io.github.spheronssh.json.Json;
import io.github.spheronssh.json.JsonException;
import io.github.spheronssh.json.JsonValue;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A call of the API.
 *
 * @param path what follows {@code /api/}, part by part
 */
record Call(String method, List<String> path, Map<String, String> query, String body) {
  private static final String ROOT = "/api/";

  /** The call that a request makes. */
  static Call of(String method, URI target, String body) throws ApiFault {
    String path = target.getPath();
    if (!path.startsWith(ROOT)) {
      throw new ApiFault(404, "no such page: " + path);
    }
    return new Call(
        method,
        List.of(path.substring(ROOT.length()).split("/", -1)),
        query(target.getRawQuery() == null ? "" : target.getRawQuery()),
        body);
  }

  /** The path with its id, where it has one, as a star. */
  String route() {
    String first = path.getFirst();
    return switch (path.size()) {
      case 1 -> first;
      case 2 -> first + "/*";
      case 3 -> first + "/*/" + path.get(2);
      default -> String.join("/", path);
    };
  }

  /** The second part of the path. */
  String id() {
    return path.get(1);
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
  }

  /** A number from 1 up to a limit; absent where the call does not give it. */
  Optional<Integer> number(String name, int limit) throws ApiFault {
    Optional<String> text = parameter(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      int value = Integer.parseInt(text.get());
      if (value >= 1 && value <= limit) {
        return Optional.of(value);
      }
    } catch (NumberFormatException e) {
      // Falls through to the same fault as a number out of range.
    }
    throw new ApiFault(400, "%s must be a number from 1 to %d".formatted(name, limit));
  }

  /** The body, which has to be a JSON object. */
  JsonValue object() throws ApiFault {
    try {
      JsonValue value = Json.parse(body.getBytes(StandardCharsets.UTF_8));
      if (value.isObject()) {
        return value;
      }
    } catch (JsonException e) {
      throw new ApiFault(400, "the body is no JSON: " + e.getMessage());
    }
    throw new ApiFault(400, "the body is no JSON object");
  }

  /** A field of the body that has to be text, and some. */
  String required(String name) throws ApiFault {
    return optional(name).orElseThrow(() -> new ApiFault(400, name + " is required"));
  }

  /** A field of the body that may be text. */
  Optional<String> optional(String name) throws ApiFault {
    return object().field(name).flatMap(JsonValue::text).filter(text -> !text.isBlank());
  }

  private static Map<String, String> query(String raw) throws ApiFault {
    var parameters = new HashMap<String, String>();
    for (String each : raw.split("&", -1)) {
      int equals = each.indexOf('=');
      if (equals > 0) {
        parameters.put(decode(each.substring(0, equals)), decode(each.substring(equals + 1)));
      }
    }
    return Map.copyOf(parameters);
  }

  private static String decode(String text) throws ApiFault {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ApiFault(400, "the query is damaged");
    }
  }
}
