package io.github.spheronssh.forward;

import io.github.spheronssh.forward.SpecFields.Field;
import io.github.spheronssh.ssh.Place;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One forward as ssh(1) has it.
 *
 * @param kind the letter that asks for it
 * @param listen the place there; the name of a host is {@code localhost}, {@code *} for every
 *     address, or an address
 * @param to where they lead, as the other side reaches it; absent where each connection says it by
 *     SOCKS
 */
public record ForwardSpec(Kind kind, Place listen, Optional<Place> to) {
  private static final String LOOPBACK = "localhost";
  private static final String EVERYWHERE = "*";
  private static final int LONGEST_NAME = 1024; // below NI_MAXHOST of getnameinfo(3)
  private static final int LONGEST_PATH = 107; // sun_path of unix(7), less its end

  /** The letters of ssh(1). */
  public enum Kind {
    /** {@code -L}: connections to this machine lead to one place. */
    LOCAL,
    /** {@code -D}: connections to this machine say by SOCKS where they lead. */
    DYNAMIC,
    /** {@code -R}: connections to the server lead to one place, or say by SOCKS where. */
    REMOTE
  }

  /**
   * Reads what follows {@code -L}.
   *
   * @param everywhere whether a port without an address is open to other machines (GatewayPorts)
   */
  public static ForwardSpec local(String text, boolean everywhere) throws ForwardException {
    return fixed(Kind.LOCAL, text, everywhere)
        .orElseThrow(() -> bad("local", text, "-L [bind_address:]port:host:hostport"));
  }

  /**
   * Reads what follows {@code -D}.
   *
   * @param everywhere whether a port without an address is open to other machines (GatewayPorts)
   */
  public static ForwardSpec dynamic(String text, boolean everywhere) throws ForwardException {
    return socks(Kind.DYNAMIC, text, everywhere)
        .orElseThrow(() -> bad("dynamic", text, "-D [bind_address:]port"));
  }

  /** Reads what follows {@code -R}. */
  public static ForwardSpec remote(String text) throws ForwardException {
    return fixed(Kind.REMOTE, text, false)
        .or(() -> socks(Kind.REMOTE, text, false))
        .orElseThrow(() -> bad("remote", text, "-R [bind_address:]port[:host:hostport]"));
  }

  /** Reads what follows {@code -W}: a host and a port. */
  public static Place.Host stdio(String text) throws ForwardException {
    return SpecFields.of(text)
        .filter(parts -> parts.size() == 2 && !parts.getFirst().text().isEmpty())
        .flatMap(parts -> place(parts.get(0), parts.get(1), false))
        .map(Place.Host.class::cast)
        .orElseThrow(() -> bad("stdio", text, "-W host:port"));
  }

  /**
   * Reads the place of a forward that is to be cancelled: {@code [bind_address:]port} or a path.
   */
  public static Place listening(String text, boolean everywhere) throws ForwardException {
    return socks(Kind.DYNAMIC, text, everywhere)
        .map(ForwardSpec::listen)
        .orElseThrow(() -> bad("close", text, "[bind_address:]port"));
  }

  /** The same at another place, such as the port that the server chose. */
  ForwardSpec at(Place place) {
    return new ForwardSpec(kind, place, to);
  }

  /** What it is and where it leads, for the list of those that are open. */
  @Override
  public String toString() {
    return "%s forward of %s to %s"
        .formatted(
            kind.name().toLowerCase(Locale.ROOT), listen, to.map(Place::toString).orElse("socks"));
  }

  private static Optional<ForwardSpec> fixed(Kind kind, String text, boolean everywhere) {
    return SpecFields.of(text).flatMap(parts -> fixed(kind, parts, everywhere));
  }

  private static Optional<ForwardSpec> fixed(Kind kind, List<Field> parts, boolean everywhere) {
    int last = parts.size() - 1;
    int first; // how many parts say where to wait
    if (parts.getFirst().isPath()) {
      first = 1;
    } else if (parts.get(last).isPath()) {
      first = last;
    } else {
      first = parts.size() - 2;
    }
    return listen(kind, parts, first, everywhere)
        .flatMap(
            listen ->
                to(parts.subList(first, parts.size()))
                    .map(to -> new ForwardSpec(kind, listen, Optional.of(to))));
  }

  private static Optional<ForwardSpec> socks(Kind kind, String text, boolean everywhere) {
    return SpecFields.of(text)
        .flatMap(parts -> listen(kind, parts, parts.size(), everywhere))
        .map(listen -> new ForwardSpec(kind, listen, Optional.empty()));
  }

  private static Optional<Place> listen(
      Kind kind, List<Field> parts, int count, boolean everywhere) {
    boolean chosen = kind == Kind.REMOTE;
    return switch (count) {
      case 1 ->
          parts.getFirst().isPath()
              ? path(parts.getFirst())
              : place(
                  new Field(everywhere ? EVERYWHERE : LOOPBACK, false), parts.getFirst(), chosen);
      case 2 -> place(parts.get(0), parts.get(1), chosen).map(ForwardSpec::bound);
      default -> Optional.empty();
    };
  }

  private static Place bound(Place place) {
    return place instanceof Place.Host(String name, int port) && name.isEmpty()
        ? new Place.Host(EVERYWHERE, port)
        : place;
  }

  private static Optional<Place> to(List<Field> parts) {
    return switch (parts.size()) {
      case 1 -> parts.getFirst().isPath() ? path(parts.getFirst()) : Optional.empty();
      case 2 -> place(parts.get(0), parts.get(1), false);
      default -> Optional.empty();
    };
  }

  private static Optional<Place> path(Field field) {
    return field.text().length() > LONGEST_PATH
        ? Optional.empty()
        : Optional.of(new Place.UnixSocket(field.text()));
  }

  private static Optional<Place> place(Field name, Field port, boolean zero) {
    if (!port.text().matches("\\d{1,5}") || name.isPath() || name.text().length() > LONGEST_NAME) {
      return Optional.empty();
    }
    int number = Integer.parseInt(port.text());
    return number > 65_535 || (number == 0 && !zero)
        ? Optional.empty()
        : Optional.of(new Place.Host(name.text(), number));
  }

  private static ForwardException bad(String kind, String text, String form) {
    return new ForwardException(
        "Bad %s forwarding specification '%s'".formatted(kind, text), "it is written " + form);
  }
}
