package io.github.spheronssh.cli;

import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 90}, {@code 90s}, {@code 10m} and {@code 1h}; without a unit it is seconds. */
final class DurationWords implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    if (!text.matches("\\d{1,6}[smh]?")) {
      throw new TypeConversionException("expected a time like 90s, 10m or 1h, met '" + text + "'");
    }
    return Duration.parse(
        "PT" + (text.matches("\\d+") ? text + "s" : text).toUpperCase(Locale.ROOT));
  }
}
