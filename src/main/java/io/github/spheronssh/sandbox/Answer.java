package io.github.spheronssh.sandbox;

import io.github.spheronssh.json.Json;
import java.util.HashMap;
import java.util.Map;

/** What goes back over HTTP. */
record Answer(int status, Map<String, String> headers, String body) {

  static Answer json(int status, Object value) {
    return text(status, "application/json", Json.write(value));
  }

  static Answer html(int status, String title) {
    return text(
        status,
        "text/html; charset=utf-8",
        "<!DOCTYPE html>\n<html><head><title>%s</title></head><body><h1>%s</h1></body></html>\n"
            .formatted(title, title));
  }

  static Answer empty(int status) {
    return new Answer(status, Map.of(), "");
  }

  Answer with(Map<String, String> more) {
    var all = new HashMap<>(headers);
    all.putAll(more);
    return new Answer(status, Map.copyOf(all), body);
  }

  private static Answer text(int status, String type, String body) {
    return new Answer(status, Map.of("Content-Type", type), body);
  }
}
