package io.github.spheronssh.api;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A call to be made.
 *
 * @param path its segments below the base URL
 * @param body the JSON that goes with it
 */
record Call(String method, List<String> path, Map<String, String> query, @Nullable String body) {
  static Call get(Map<String, String> query, String... path) {
    return new Call("GET", List.of(path), query, null);
  }

  static Call post(String body, String... path) {
    return new Call("POST", List.of(path), Map.of(), body);
  }

  static Call delete(String... path) {
    return new Call("DELETE", List.of(path), Map.of(), null);
  }

  boolean isGet() {
    return method.equals("GET");
  }

  /** Method and path, for messages. */
  String name() {
    return path.stream().collect(Collectors.joining("/", method + " /", ""));
  }
}
