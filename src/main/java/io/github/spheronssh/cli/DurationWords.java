package io.github.spheronssh.cli;

import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 90s}, {@code 10m}, {@code 1h} and {@code 90d}; without a unit it is seconds. */
final class DurationWords implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    if (!text.matches("\\d{1,6}[smhd]?")) {
      throw new TypeConversionException(
          "expected a time like 90s, 10m, 1h or 90d, met '" + text + "'");
    }
    if (text.endsWith("d")) {
      return Duration.parse("P" + text.toUpperCase(Locale.ROOT));
    }
    return Duration.parse(
        "PT" + (text.matches("\\d+") ? text + "s" : text).toUpperCase(Locale.ROOT));
  }
}
