package io.github.spheronssh.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 90}, {@code 90s}, {@code 10m}, {@code 1h30m} and {@code 2d}; else seconds. */
final class DurationWords implements ITypeConverter<Duration> {
  private static final Pattern PART = Pattern.compile("(\\d{1,6})([smhdw]?)");

  @Override
  public Duration convert(String text) {
    if (!text.matches("\\d{1,6}|(\\d{1,6}[smhdw])+")) {
      throw new TypeConversionException("expected a time like 90s, 10m or 1h, met '" + text + "'");
    }
    Duration sum = Duration.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      sum = sum.plus(unit(part.group(2)).multipliedBy(Long.parseLong(part.group(1))));
    }
    return sum;
  }

  private static Duration unit(String letter) {
    return switch (letter) {
      case "w" -> Duration.ofDays(7);
      case "d" -> Duration.ofDays(1);
      case "h" -> Duration.ofHours(1);
      case "m" -> Duration.ofMinutes(1);
      default -> Duration.ofSeconds(1);
    };
  }
}
