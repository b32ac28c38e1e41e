package io.github.spheronssh.share;

import io.github.spheronssh.agent.SshAgent;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.forward.ForwardSpec;
import io.github.spheronssh.ssh.ExitStatus;
import io.github.spheronssh.ssh.Place;
import io.github.spheronssh.ssh.Program;
import io.github.spheronssh.ssh.Pty;
import io.github.spheronssh.ssh.RemoteVariable;
import io.github.spheronssh.ssh.SessionRequest;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How requests and answers are written as the bodies of frames, and read again. */
final class Wording {
  private static final int MOST_ENTRIES = 4096;
  private static final int LARGEST_SCREEN = 1_000_000;

  private Wording() {}

  static Body session(SessionRequest request) {
    var body = new Body();
    switch (request.program()) {
      case Program.Shell _ -> body.number(0).text("");
      case Program.Command(String text) -> body.number(1).text(text);
      case Program.Subsystem(String name) -> body.number(2).text(name);
    }
    body.flag(request.pty().isPresent());
    request.pty().ifPresent(pty -> pty(body, pty));
    body.number(request.variables().size());
    request.variables().forEach(each -> body.text(each.name()).text(each.value()));
    return body.optional(request.agent().map(SshAgent::place));
  }

  private static void pty(Body body, Pty pty) {
    body.text(pty.term()).number(pty.columns()).number(pty.rows()).number(pty.modes().size());
    pty.modes().forEach((opcode, value) -> body.number(opcode).number(value));
  }

  static SessionRequest session(Fields fields, Environment environment) throws IOException {
    int kind = fields.number(2);
    String text = fields.text();
    Program program =
        switch (kind) {
          case 0 -> new Program.Shell();
          case 1 -> new Program.Command(text);
          default -> new Program.Subsystem(text);
        };
    Optional<Pty> pty = fields.flag() ? Optional.of(pty(fields)) : Optional.empty();
    var variables = new ArrayList<RemoteVariable>();
    for (int left = fields.number(MOST_ENTRIES); left > 0; left--) {
      variables.add(new RemoteVariable(fields.text(), fields.text()));
    }
    Optional<String> agent = fields.optional();
    fields.end();
    return new SessionRequest(
        program,
        pty,
        variables,
        agent.isEmpty()
            ? Optional.empty()
            : Optional.of(SshAgent.at(path(agent.get()), environment)));
  }

  private static Pty pty(Fields fields) throws IOException {
    String term = fields.text();
    int columns = fields.number(LARGEST_SCREEN);
    int rows = fields.number(LARGEST_SCREEN);
    Map<Integer, Integer> modes = new HashMap<>();
    for (int left = fields.number(255); left > 0; left--) {
      modes.put(fields.number(255), fields.number());
    }
    return new Pty(term, columns, rows, modes);
  }

  private static Path path(String text) throws IOException {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IOException("this system has no such path", e);
    }
  }

  static Body size(int columns, int rows) {
    return new Body().number(columns).number(rows);
  }

  /** A terminal's width, or its height. */
  static int size(Fields fields) throws IOException {
    return fields.number(LARGEST_SCREEN);
  }

  static Body place(Place place) {
    return place(new Body(), place);
  }

  private static Body place(Body body, Place place) {
    return switch (place) {
      case Place.Host(String name, int port) -> body.number(0).text(name).number(port);
      case Place.UnixSocket(String path) -> body.number(1).text(path).number(0);
    };
  }

  static Place place(Fields fields) throws IOException {
    int kind = fields.number(1);
    String name = fields.text();
    int port = fields.number(65_535);
    return kind == 0 ? new Place.Host(name, port) : new Place.UnixSocket(name);
  }

  static Body forward(ForwardSpec spec) {
    Body body = place(new Body().number(number(spec.kind())), spec.listen());
    body.flag(spec.to().isPresent());
    return spec.to().map(to -> place(body, to)).orElse(body);
  }

  static ForwardSpec forward(Fields fields) throws IOException {
    ForwardSpec.Kind kind = kind(fields);
    Place listen = place(fields);
    Optional<Place> to = fields.flag() ? Optional.of(place(fields)) : Optional.empty();
    fields.end();
    if (kind == ForwardSpec.Kind.LOCAL && to.isEmpty()) {
      throw new IOException("a forward leads nowhere");
    }
    return new ForwardSpec(kind, listen, to);
  }

  static ForwardSpec.Kind kind(Fields fields) throws IOException {
    return switch (fields.number(2)) {
      case 0 -> ForwardSpec.Kind.LOCAL;
      case 1 -> ForwardSpec.Kind.DYNAMIC;
      default -> ForwardSpec.Kind.REMOTE;
    };
  }

  private static int number(ForwardSpec.Kind kind) {
    return switch (kind) {
      case LOCAL -> 0;
      case DYNAMIC -> 1;
      case REMOTE -> 2;
    };
  }

  static Body cancel(ForwardSpec.Kind kind, Place place) {
    return place(new Body().number(number(kind)), place);
  }

  static Body status(ExitStatus status) {
    return switch (status) {
      case ExitStatus.Exited(int code) -> new Body().number(0).number(code);
      case ExitStatus.Signalled(String signal, String message, boolean dumped) ->
          new Body().number(1).text(signal).text(message).flag(dumped);
    };
  }

  static ExitStatus status(Fields fields) throws IOException {
    ExitStatus status =
        fields.number(1) == 0
            ? new ExitStatus.Exited(fields.number())
            : new ExitStatus.Signalled(fields.text(), fields.text(), fields.flag());
    fields.end();
    return status;
  }

  static Body lines(List<String> lines) {
    List<String> some = lines.subList(0, Math.min(lines.size(), MOST_ENTRIES));
    var body = new Body().number(some.size());
    some.forEach(body::text);
    return body;
  }

  static List<String> lines(Fields fields) throws IOException {
    var lines = new ArrayList<String>();
    for (int left = fields.number(MOST_ENTRIES); left > 0; left--) {
      lines.add(fields.text());
    }
    fields.end();
    return lines;
  }
}
