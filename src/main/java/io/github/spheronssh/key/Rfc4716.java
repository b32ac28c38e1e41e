package io.github.spheronssh.key;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Iterator;
import java.util.Locale;

/** Public keys as SSH.com's programs and PuTTY write them (RFC 4716). */
final class Rfc4716 {
  static final String BEGIN = "---- BEGIN SSH2 PUBLIC KEY ----";
  static final String END = "---- END SSH2 PUBLIC KEY ----";

  private static final int LINE_LENGTH = 70;

  /** Of a header's value, in bytes (section 3.3). */
  private static final int LONGEST_VALUE = 1024;

  private Rfc4716() {}

  static PublicKeyLine parse(String text) throws KeyFormatException {
    Iterator<String> lines = text.lines().iterator();
    skipToBegin(lines);
    String comment = "";
    var base64 = new StringBuilder();
    while (lines.hasNext()) {
      String line = lines.next();
      if (line.strip().equals(END)) {
        return PublicKeyLine.of(decode(base64.toString()), comment);
      }
      if (line.indexOf(':') < 0) {
        base64.append(line.strip());
        continue;
      }
      String header = whole(line, lines);
      if (header.toLowerCase(Locale.ROOT).startsWith("comment:")) {
        comment = unquoted(header.substring("comment:".length()).strip());
      }
    }
    throw new KeyFormatException("the key is cut off: its last line is missing");
  }

  /** A comment of the key's own, or ssh-keygen's where it has none. */
  static String write(PublicKeyLine key) {
    String comment =
        key.comment().isEmpty()
            ? "%d-bit %s, converted from OpenSSH".formatted(key.bits(), key.label())
            : cut(key.comment());
    String body = Base64.getEncoder().encodeToString(key.blob());
    return BEGIN
        + "\n"
        + folded("Comment: \"" + comment + "\"")
        + body.replaceAll("(.{%d})(?!$)".formatted(LINE_LENGTH), "$1\n")
        + "\n"
        + END
        + "\n";
  }

  /** As many of a comment's first characters as a header may have. */
  private static String cut(String comment) {
    var start = new StringBuilder();
    int bytes = 0;
    for (int point : comment.codePoints().toArray()) {
      bytes += utf8Length(point);
      if (bytes > LONGEST_VALUE - 2) {
        break; // the quotes take two
      }
      start.appendCodePoint(point);
    }
    return start.toString();
  }

  /** A header over as many lines as it takes, all but the last ended by a backslash. */
  private static String folded(String header) {
    var lines = new StringBuilder();
    int bytes = 0;
    for (int point : header.codePoints().toArray()) {
      bytes += utf8Length(point);
      if (bytes > LINE_LENGTH) {
        lines.append("\\\n");
        bytes = utf8Length(point);
      }
      lines.appendCodePoint(point);
    }
    return lines.append('\n').toString();
  }

  private static int utf8Length(int point) {
    return Character.toString(point).getBytes(StandardCharsets.UTF_8).length;
  }

  private static void skipToBegin(Iterator<String> lines) throws KeyFormatException {
    while (lines.hasNext()) {
      if (lines.next().strip().equals(BEGIN)) {
        return;
      }
    }
    throw new KeyFormatException("expected a public key in the format of RFC 4716");
  }

  /** A header goes on in the next line where its own ends with a backslash. */
  private static String whole(String start, Iterator<String> lines) {
    var header = new StringBuilder(start);
    while (header.toString().endsWith("\\") && lines.hasNext()) {
      header.setLength(header.length() - 1);
      header.append(lines.next());
    }
    return header.toString();
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  private static byte[] decode(String base64) throws KeyFormatException {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new KeyFormatException("the key is damaged: it is not base64");
    }
  }
}
