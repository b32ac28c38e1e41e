package io.github.spheronssh.hostentries;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The one line of {@code ~/.ssh/config} that is this program's. It stands first, since of what ssh
 * reads the first value counts, and since further down it would belong to the section above it.
 *
 * @param text the line, without its end
 */
record IncludeLine(String text) {

  /** The line that includes a file. */
  static IncludeLine of(Path file, ConfigPaths paths) {
    return new IncludeLine("Include " + paths.included(file));
  }

  /** The content with the line first, and nowhere else. */
  byte[] putInto(byte[] content) {
    return bytes(own() + "\n" + without(content));
  }

  /** The content without the line; every other byte is as it was. */
  byte[] removeFrom(byte[] content) {
    return bytes(without(content));
  }

  /** Whether the line is where it belongs. */
  boolean standsFirstIn(byte[] content) {
    return lines(content).getFirst().strip().equals(own());
  }

  /** Whether the line is nowhere in the content. */
  boolean isMissingIn(byte[] content) {
    return lines(content).stream().noneMatch(line -> line.strip().equals(own()));
  }

  private String without(byte[] content) {
    return lines(content).stream()
        .filter(line -> !line.strip().equals(own()))
        .collect(Collectors.joining());
  }

  /** The line as it stands among characters that are bytes. */
  private String own() {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** The lines with their ends, each byte a character, so that all that stays, stays the same. */
  private static List<String> lines(byte[] content) {
    String all = new String(content, StandardCharsets.ISO_8859_1);
    return Arrays.asList(all.split("(?<=\n)", -1));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
