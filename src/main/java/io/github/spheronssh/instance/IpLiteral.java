package io.github.spheronssh.instance;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Addresses written as numbers; a name is never looked up here. */
public final class IpLiteral {
  // The JDK also reads 10.1 and 7 as addresses, which are likelier an instance's name.
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
  private static final Pattern IPV6 =
      Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%[\\w.-]+)?");
  private static final int LONGEST = 64;

  private IpLiteral() {}

  /** The address in its shortest usual form, where the text is an IPv4 or IPv6 literal. */
  public static Optional<String> parse(@Nullable String text) {
    if (text == null || text.length() > LONGEST) {
      return Optional.empty();
    }
    if (IPV4.matcher(text).matches()) {
      return Optional.of(text);
    }
    if (!IPV6.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      InetAddress.ofLiteral(text);
      return Optional.of(text.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
