package io.github.spheronssh.sandbox;

import io.github.spheronssh.json.Json;
import io.github.spheronssh.json.JsonException;
import io.github.spheronssh.json.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A client of the API that knows nothing of the one under {@code api}. */
record Caller(URI base, String token, HttpClient http) implements AutoCloseable {

  Caller(Sandbox sandbox) {
    this(sandbox.baseUri(), sandbox.token(), HttpClient.newHttpClient());
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
    return send(request(path).POST(BodyPublishers.ofString(body)));
  }

  HttpResponse<String> call(String method, String path, String body)
      throws IOException, InterruptedException {
    return send(request(path).method(method, BodyPublishers.ofString(body)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path))
        .header("Authorization", "Bearer " + token)
        .header("User-Agent", "caller/1");
  }

  /** Uploads a key and returns its id. */
  String upload(String name, String publicKey) throws Exception {
    HttpResponse<String> answer = post("/api/ssh-keys", newKey(name, publicKey));
    if (answer.statusCode() != 201) {
      throw new IOException("upload: " + answer.statusCode() + " " + answer.body());
    }
    return text(json(answer), "id");
  }

  /** The elements of an answer that is a bare array. */
  List<JsonValue> list(String path) throws Exception {
    HttpResponse<String> answer = get(path);
    if (answer.statusCode() != 200 || !json(answer).isArray()) {
      throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
    }
    return json(answer).elements();
  }

  /** The body that uploads a key. */
  static String newKey(String name, String publicKey) {
    return """
    {"name": "%s", "publicKey": "%s"}
    """
        .formatted(name, publicKey);
  }

  /** The body that orders an instance with a key of its own. */
  static String order(String team, String publicKey) {
    return """
    {"provider": "sandbox-cloud", "offerId": "h100-1", "gpuType": "H100", "gpuCount": 1,
     "region": "us-east-1", "operatingSystem": "ubuntu-24.04", "instanceType": "DEDICATED",
     "name": "ordered", "teamId": "%s", "ssh_public_key": "%s"}
    """
        .formatted(team, publicKey);
  }

  /** The one element whose field has this value. */
  static JsonValue find(List<JsonValue> list, String field, String value) {
    return list.stream().filter(each -> text(each, field).equals(value)).findFirst().orElseThrow();
  }

  static JsonValue json(HttpResponse<String> answer) throws JsonException {
    return Json.parse(answer.body().getBytes(StandardCharsets.UTF_8));
  }

  static String text(JsonValue value, String field) {
    return value.field(field).flatMap(JsonValue::text).orElse("");
  }

  @Override
  public void close() {
    http.close();
  }
}
