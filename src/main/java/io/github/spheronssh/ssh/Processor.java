package io.github.spheronssh.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What is asked of the processor: whether it has instructions for AES. Linux says so; other systems
 * run on processors that have them.
 *
 * @param system the system's name, like {@code Linux}
 * @param description where Linux describes its processors
 */
record Processor(String system, Path description) {
  /** The first processor's flags end well before this many bytes. */
  private static final int ENOUGH = 8 * 1024;

  /** The one that this program runs on. */
  static Processor own() {
    return new Processor(System.getProperty("os.name", ""), Path.of("/proc/cpuinfo"));
  }

  /** Whether AES runs in the processor; yes where that can't be found out. */
  boolean hasAes() {
    if (!system.equals("Linux")) {
      return true;
    }
    try (InputStream in = Files.newInputStream(description)) {
      List<String> flags =
          new String(in.readNBytes(ENOUGH), StandardCharsets.ISO_8859_1)
              .lines()
              .filter(line -> line.toLowerCase(Locale.ROOT).matches("(flags|features)\\s*:.*"))
              .limit(1)
              .flatMap(line -> Stream.of(line.split("\\s+")))
              .toList();
      return flags.isEmpty() || flags.contains("aes");
    } catch (IOException e) {
      return true; // a sandbox without /proc, on a processor that has them like any other
    }
  }

  /** The ciphers with those first that this processor is quick at. */
  List<String> order(List<String> ciphers) {
    return hasAes()
        ? ciphers
        : Stream.concat(
                ciphers.stream().filter(name -> name.startsWith("chacha20")),
                ciphers.stream().filter(name -> !name.startsWith("chacha20")))
            .toList();
  }
}
