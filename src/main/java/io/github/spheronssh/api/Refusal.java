package io.github.spheronssh.api;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.json.Json;
import io.github.spheronssh.json.JsonException;
import io.github.spheronssh.json.JsonValue;
import java.util.Optional;
import okhttp3.HttpUrl;

/** Turns an answer that is no success into what the user has to be told. */
final class Refusal {
  private static final int LONGEST_WORDS = 300;
  private static final String AGAIN = "run it again with -v to see each call";

  private final BaseUrl base;
  private final ApiKey key;

  Refusal(BaseUrl base, ApiKey key) {
    this.base = base;
    this.key = key;
  }

  /** The exception that says what the service refused, and why. */
  SpheronSshException of(Call call, Outcome.Answer answer) {
    String message =
        call.name()
            + ": "
            + key.redact(answer.statusLine() + words(answer).map(w -> ": " + w).orElse(""));
    return switch (answer.status()) {
      case 401, 403 -> credentials(call, answer, message);
      case 404 -> new ApiException(message, "check the base URL, which is " + base, null);
      case 301, 302, 303, 307, 308 -> redirect(call, answer);
      case 400, 402, 405, 409, 413, 415, 422 -> new RefusedException(message, AGAIN);
      default -> new ApiException(message, AGAIN, null);
    };
  }

  private CredentialsException credentials(Call call, Outcome.Answer answer, String message) {
    if (isPage(answer.body())) {
      return new CredentialsException(
          call.name() + ": " + answer.statusLine() + " with a web page instead of JSON",
          "a firewall or a proxy may stand in between; if not, the API key is refused:"
              + " spheron-ssh login");
    }
    return new CredentialsException(
        message + " (the API key is " + key.masked() + ")",
        "it may have expired or been replaced; make one at Settings > API Keys, then:"
            + " spheron-ssh login");
  }

  /** The key is not for whoever the redirect leads to, so none is followed. */
  private ApiException redirect(Call call, Outcome.Answer answer) {
    String to =
        answer
            .location()
            .map(location -> base.endpoint().build().resolve(location))
            .map(url -> " to " + origin(url))
            .orElse("");
    return new ApiException(
        call.name()
            + ": "
            + answer.status()
            + ", a redirect"
            + to
            + ", which the API key must not follow",
        "check the base URL, which is " + base + ", and change it with --api-base",
        null);
  }

  private static String origin(HttpUrl url) {
    return url.scheme() + "://" + url.host() + ":" + url.port();
  }

  /** Whether it is HTML, which gateways and firewalls answer. */
  static boolean isPage(String body) {
    return body.stripLeading().startsWith("<");
  }

  /** The words of the envelope: {@code {error, code?, message?}}, where error can be an object. */
  private static Optional<String> words(Outcome.Answer answer) {
    try {
      JsonValue body = Json.parse(answer.body());
      Optional<JsonValue> error = body.field("error");
      return error
          .flatMap(e -> e.field("message"))
          .or(() -> body.field("message"))
          .or(() -> error)
          .flatMap(JsonValue::text)
          .filter(text -> !text.isBlank())
          .map(Refusal::bounded);
    } catch (JsonException e) {
      return Optional.empty(); // HTML or nothing: the status says what there is to say
    }
  }

  private static String bounded(String text) {
    String words = text.strip();
    return words.length() <= LONGEST_WORDS ? words : words.substring(0, LONGEST_WORDS) + "…";
  }
}
