package io.github.spheronssh.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
  record Key(String name, @Nullable Integer bits, List<String> files) {}

  record Dated(Instant zulu, String after) {}

  @Test
  void aRecordIsWrittenInItsOwnOrderAndReadBack() throws Exception {
    var key = new Key("laptop", 256, List.of("a", "b"));
    String document = Json.write(key);
    assertEquals(
        """
        {
          "name" : "laptop",
          "bits" : 256,
          "files" : [
            "a",
            "b"
          ]
        }
        """,
        document);
    assertEquals(key, Json.read(document, Key.class));
  }

  @Test
  void timesAreWrittenAsIso8601() {
    String document = Json.write(new Dated(Instant.parse("2026-11-23T12:00:00Z"), "x"));
    assertTrue(document.contains("\"zulu\" : \"2026-11-23T12:00:00Z\""), document);
  }

  @Test
  void charactersThatATerminalObeysAreWrittenEscaped() throws Exception {
    String name = "\u001b[2J\u009b2J\u202e\n\ud83d\ude00";
    String document = Json.write(new Key(name, null, List.of()));
    assertTrue(document.chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f)), document);
    assertEquals(name, Json.read(document, Key.class).name());
  }

  @Test
  void fieldsThatARecordLacksAreIgnored() throws Exception {
    assertEquals("n", Json.read("{\"name\":\"n\",\"new\":{\"x\":[]}}", Key.class).name());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                     | expected JSON, met nothing",
        "{\"name\":             | the JSON ends too early (line 1, column 9)",
        "{\"name\":secretword}  | no valid JSON (line 1, column 9)",
        "{\"name\":\"a\"} x     | no valid JSON (line 1, column 14)",
        "{\"files\":[\"a\",{}]} | the JSON has another shape than expected at 'files[1]'",
        "{\"bits\":\"many\"}    | the JSON has another shape than expected at 'bits'",
        "[]                     | the JSON has another shape than expected",
        "null                   | expected a value, met null"
      })
  void whatIsWrongIsSaidWithoutQuotingTheText(String document, String message) {
    var e = assertThrows(JsonException.class, () -> Json.read(document, Key.class));
    assertEquals(message, e.getMessage());
    assertEquals(null, e.getCause());
  }

  @Test
  void decimalsKeepTheirDigits() throws Exception {
    JsonValue value = Json.parse("[12.50, 0.1, 1e999999999]");
    assertEquals(
        List.of("12.50", "0.1", "1E+999999999"),
        value.elements().stream().map(each -> each.text().orElseThrow()).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "1e99", "99999999999999999999"})
  void aNumberThatDoesNotFitIsAnError(String number) {
    assertThrows(JsonException.class, () -> Json.read("{\"bits\":" + number + "}", Key.class));
  }

  @ParameterizedTest
  @ValueSource(ints = {Json.MAX_DEPTH + 1, 1_000_000})
  void nestingIsBounded(int depth) {
    var e = assertThrows(JsonException.class, () -> Json.parse("[".repeat(depth)));
    assertTrue(e.getMessage().startsWith("the JSON is too deep"), e.getMessage());
  }

  @Test
  void lengthIsBounded() {
    assertThrows(JsonException.class, () -> Json.parse(" ".repeat(Json.MAX_LENGTH + 1)));
  }

  @Test
  void aValueShowsWhatItIs() throws Exception {
    JsonValue value = Json.parse("{\"a\":[1,\"x\",true],\"n\":null,\"o\":{}}");
    assertEquals(
        List.of("1", "x", "true"),
        value.field("a").orElseThrow().elements().stream()
            .map(each -> each.text().orElseThrow())
            .toList());
    assertFalse(value.field("n").isPresent());
    assertFalse(value.field("missing").isPresent());
    assertTrue(value.field("o").orElseThrow().isObject());
    assertFalse(value.field("o").orElseThrow().text().isPresent());
    assertEquals(List.of(), value.elements());
  }
}
