package io.github.spheronssh.api;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.json.Json;
import io.github.spheronssh.json.JsonException;
import io.github.spheronssh.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what the service answers, in each of the envelopes that it was seen to use. */
final class Answers {
  /** More pages than anyone has deployments. */
  static final int MAX_PAGES = 200;

  private static final List<String> LISTS =
      List.of("data", "sshKeys", "keys", "deployments", "teams");
  private static final List<String> SINGLES =
      List.of("data", "sshKey", "key", "deployment", "balance");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}");

  private final BaseUrl base;
  private final ApiKey key;

  Answers(BaseUrl base, ApiKey key) {
    this.base = base;
    this.key = key;
  }

  /** A page of a list; a bare array is the only one. */
  record Page<T>(List<T> elements, int totalPages) {}

  /**
   * The id, if it can be one: it becomes a part of the path.
   *
   * @throws NotFoundException if it can't
   */
  static String checkedId(String collection, String id) throws NotFoundException {
    if (!ID.matcher(id).matches()) {
      throw notFound(collection, id);
    }
    return id;
  }

  /** The elements of a list, which stands bare or in a field. */
  <T> Page<T> page(Call call, Outcome.Answer answer, Class<T> type) throws SpheronSshException {
    JsonValue body = body(call, answer);
    try {
      JsonValue list = list(body).orElseThrow(() -> new JsonException("expected a list, met none"));
      var elements = new ArrayList<T>();
      for (JsonValue element : list.elements()) {
        elements.add(element.as(type));
      }
      return new Page<>(List.copyOf(elements), totalPages(body));
    } catch (JsonException e) {
      throw unexpected(call, e);
    }
  }

  /** The one thing of that id, which stands bare or in a field. */
  <T> T one(Call call, Outcome.Answer answer, Class<T> type, String id) throws SpheronSshException {
    if (answer.status() == 404) {
      throw notFound(call.path().get(1), id);
    }
    return one(call, answer, type);
  }

  /** The one thing of an answer, which stands bare or in a field. */
  <T> T one(Call call, Outcome.Answer answer, Class<T> type) throws SpheronSshException {
    JsonValue body = body(call, answer);
    try {
      return single(body).as(type);
    } catch (JsonException e) {
      throw unexpected(call, e);
    }
  }

  /** An answer of which only the success matters; its body may be empty. */
  void done(Call call, Outcome.Answer answer, String id) throws SpheronSshException {
    if (answer.status() == 404) {
      throw notFound(call.path().get(1), id);
    }
    if (!answer.isSuccess()) {
      throw new Refusal(base, key).of(call, answer);
    }
  }

  private JsonValue body(Call call, Outcome.Answer answer) throws SpheronSshException {
    if (!answer.isSuccess()) {
      throw new Refusal(base, key).of(call, answer);
    }
    if (Refusal.isPage(answer.body())) {
      throw unexpected(call, new JsonException("expected JSON, met a web page"));
    }
    try {
      return Json.parse(answer.body());
    } catch (JsonException e) {
      throw unexpected(call, e);
    }
  }

  private static Optional<JsonValue> list(JsonValue body) {
    if (body.isArray()) {
      return Optional.of(body);
    }
    for (String name : LISTS) {
      Optional<JsonValue> field = body.field(name);
      if (field.isPresent() && field.get().isArray()) {
        return field;
      }
    }
    return body.field("data").filter(JsonValue::isObject).flatMap(Answers::list);
  }

  private static JsonValue single(JsonValue body) {
    if (body.field("id").or(() -> body.field("_id")).isPresent()) {
      return body;
    }
    return SINGLES.stream()
        .flatMap(name -> body.field(name).stream())
        .filter(JsonValue::isObject)
        .findFirst()
        .orElse(body);
  }

  private static int totalPages(JsonValue body) {
    return body.field("totalPages")
        .flatMap(JsonValue::text)
        .filter(text -> text.matches("\\d{1,9}"))
        .map(Integer::parseInt)
        .orElse(1);
  }

  private ApiException unexpected(Call call, JsonException why) {
    return new ApiException(
        call.name() + ": " + why.getMessage(), "check the base URL, which is " + base, why);
  }

  private static NotFoundException notFound(String collection, String id) {
    return collection.equals("ssh-keys")
        ? new NotFoundException("no key has the id '" + id + "'", "spheron-ssh keys list")
        : new NotFoundException(
            "no instance has the id '" + id + "'", "spheron-ssh instances --all");
  }
}
