package io.github.spheronssh.json;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JacksonException.Reference;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one JSON mapper. It reads records and ignores fields that they don't have; a document may be
 * {@value #MAX_LENGTH} characters long and {@value #MAX_DEPTH} levels deep.
 */
public final class Json {
  /** The longest document that is read, in characters. */
  public static final int MAX_LENGTH = 8 * 1024 * 1024;

  /** The deepest nesting that is read. */
  public static final int MAX_DEPTH = 64;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxDocumentLength(MAX_LENGTH)
                          .maxStringLength(1024 * 1024)
                          .build())
                  // A terminal obeys some characters beyond ASCII; escaped, they are only text.
                  .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                  .build())
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          // Prices and balances are decimal.
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final ObjectWriter PRETTY =
      MAPPER
          .writer()
          .with(
              new DefaultPrettyPrinter()
                  .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                  .withArrayIndenter(new DefaultIndenter("  ", "\n")));

  private Json() {}

  /**
   * Reads a document of UTF-8 as a value of the given type.
   *
   * @throws JsonException if it is no JSON, too large, or has another shape
   */
  public static <T> T read(byte[] document, Class<T> type) throws JsonException {
    return parse(document).as(type);
  }

  /**
   * Reads a document as a value of the given type.
   *
   * @throws JsonException if it is no JSON, too large, or has another shape
   */
  public static <T> T read(String document, Class<T> type) throws JsonException {
    return parse(document).as(type);
  }

  /**
   * Reads a document of UTF-8 whose shape is yet to be seen.
   *
   * @throws JsonException if it is no JSON, or too large
   */
  public static JsonValue parse(byte[] document) throws JsonException {
    return parse(new String(document, StandardCharsets.UTF_8));
  }

  /**
   * Reads a document whose shape is yet to be seen.
   *
   * @throws JsonException if it is no JSON, or too large
   */
  public static JsonValue parse(String document) throws JsonException {
    if (document.length() > MAX_LENGTH) {
      throw new JsonException("more than " + MAX_LENGTH + " characters of JSON");
    }
    try {
      JsonNode node = MAPPER.readTree(document);
      if (node == null || node.isMissingNode()) {
        throw new JsonException("expected JSON, met nothing");
      }
      return new JsonValue(node);
    } catch (JacksonException e) {
      throw explain(e);
    }
  }

  /** Writes a value as an indented document of ASCII that ends with a line feed. */
  public static String write(Object value) {
    return PRETTY.writeValueAsString(value) + "\n";
  }

  static <T> T convert(JsonNode node, Class<T> type) throws JsonException {
    try {
      T value = MAPPER.treeToValue(node, type);
      if (value == null) {
        throw new JsonException("expected a value, met null");
      }
      return value;
    } catch (JacksonException e) {
      throw explain(e);
    }
  }

  /** In our own words and without the cause: the library quotes the text, which may be secret. */
  private static JsonException explain(JacksonException e) {
    return new JsonException(
        switch (e) {
          case UnexpectedEndOfInputException _ -> "the JSON ends too early" + place(e);
          case StreamConstraintsException _ -> "the JSON is too deep or too long" + place(e);
          case DatabindException _ -> "the JSON has another shape than expected" + path(e);
          default -> "no valid JSON" + place(e);
        });
  }

  private static String place(JacksonException e) {
    TokenStreamLocation at = e.getLocation();
    return at == null || at.getLineNr() < 1
        ? ""
        : " (line %d, column %d)".formatted(at.getLineNr(), at.getColumnNr());
  }

  private static String path(JacksonException e) {
    String path =
        e.getPath().stream().map(Json::step).collect(Collectors.joining(".")).replace(".[", "[");
    return path.isEmpty() ? "" : " at '" + path + "'";
  }

  private static String step(Reference step) {
    String name = step.getPropertyName();
    return name == null ? "[" + step.getIndex() + "]" : name;
  }
}
