package io.github.spheronssh.forward;

import io.github.spheronssh.ssh.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where somebody on the server may have this machine connect to, as PermitRemoteOpen of
 * ssh_config(5) says it. Names count as they are written: none is looked up.
 */
public final class PermittedPlaces {
  private static final String ANY = "*";
  private static final Pattern PLACE =
      Pattern.compile("(?:\\[([^\\]]+)\\]|([^:\\[\\]]+)):(\\*|\\d{1,5})");

  private final List<Permission> permissions;

  /** A host and a port, of which either may be {@code *}. */
  private record Permission(String name, String port) {
    boolean covers(Place.Host place) {
      return (name.equals(ANY) || name.equals(place.name()))
          && (port.equals(ANY) || port.equals(String.valueOf(place.port())));
    }
  }

  private PermittedPlaces(List<Permission> permissions) {
    this.permissions = permissions;
  }

  /** Everywhere. */
  public static PermittedPlaces any() {
    return new PermittedPlaces(List.of(new Permission(ANY, ANY)));
  }

  /**
   * Reads {@code any}, {@code none}, or a list of {@code host:port}; absent where it is neither.
   */
  public static Optional<PermittedPlaces> of(List<String> words) {
    if (words.equals(List.of("any"))) {
      return Optional.of(any());
    }
    var permissions = new ArrayList<Permission>();
    for (String word : words.equals(List.of("none")) ? List.<String>of() : words) {
      Matcher place = PLACE.matcher(word);
      if (!place.matches()) {
        return Optional.empty();
      }
      String name = Optional.ofNullable(place.group(1)).orElse(place.group(2));
      permissions.add(new Permission(name, place.group(3)));
    }
    return Optional.of(new PermittedPlaces(List.copyOf(permissions)));
  }

  boolean contain(Place.Host place) {
    return permissions.stream().anyMatch(permission -> permission.covers(place));
  }
}
