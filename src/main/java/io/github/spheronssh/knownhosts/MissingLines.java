package io.github.spheronssh.knownhosts;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.knownhosts.KnownHost.Marker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a known_hosts file lacks of another. A host's key that takes the place of one of the same
 * kind that is there isn't missing: it may be the one that was given up.
 *
 * @param lines those to be added, without their ends
 * @param contradicted the names of hosts of which the file has another key of the same kind
 */
public record MissingLines(List<String> lines, List<String> contradicted) {
  public MissingLines {
    lines = List.copyOf(lines);
    contradicted = List.copyOf(contradicted);
  }

  static MissingLines of(byte[] present, byte[] other) {
    var texts = new HashSet<String>();
    Map<String, List<PublicKeyLine>> keys = new HashMap<>();
    for (String text : KnownHostsLine.split(present)) {
      texts.add(text.strip());
      if (KnownHostsLine.parse(text) instanceof KnownHostsLine.Entry entry
          && entry.marker() == Marker.NONE) {
        names(entry)
            .forEach(name -> keys.computeIfAbsent(name, _ -> new ArrayList<>()).add(entry.key()));
      }
    }
    var lines = new ArrayList<String>();
    var contradicted = new TreeSet<String>();
    for (String text : KnownHostsLine.split(other)) {
      if (!(KnownHostsLine.parse(text) instanceof KnownHostsLine.Entry entry)
          || !texts.add(text.strip())) {
        continue;
      }
      List<PublicKeyLine> met =
          entry.marker() == Marker.NONE
              ? names(entry).stream()
                  .flatMap(name -> keys.getOrDefault(name, List.of()).stream())
                  .filter(key -> key.type().equals(entry.key().type()))
                  .toList()
              : List.of();
      if (met.isEmpty()) {
        lines.add(new String(text.strip().getBytes(ISO_8859_1), UTF_8));
      } else if (met.stream().noneMatch(entry.key()::sameKeyAs)) {
        contradicted.addAll(names(entry));
      }
    }
    return new MissingLines(lines, List.copyOf(contradicted));
  }

  private static List<String> names(KnownHostsLine.Entry entry) {
    return List.of(entry.hosts().toLowerCase(Locale.ROOT).split(","));
  }
}
