package io.github.spheronssh.ssh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the other side is asked to run, and how.
 *
 * @param pty the terminal that it is to have; absent where its streams are pipes
 * @param variables what its environment is to have
 */
public record SessionRequest(Program program, Optional<Pty> pty, List<RemoteVariable> variables) {
  /** Copies the list. */
  public SessionRequest {
    variables = List.copyOf(variables);
  }

  /** A command with pipes. */
  public static SessionRequest command(String text) {
    return new SessionRequest(new Program.Command(text), Optional.empty(), List.of());
  }

  /** The same on a terminal. */
  public SessionRequest on(Pty terminal) {
    return new SessionRequest(program, Optional.of(terminal), variables);
  }

  /** What goes over the channel for it, in ssh's order; the last one runs the program. */
  List<ChannelRequest> requests() {
    var requests = new ArrayList<ChannelRequest>();
    pty.map(ChannelRequest::pty).ifPresent(requests::add);
    variables.stream().map(ChannelRequest::variable).forEach(requests::add);
    requests.add(
        switch (program) {
          case Program.Shell _ -> ChannelRequest.shell();
          case Program.Command command -> ChannelRequest.exec(command.text());
          case Program.Subsystem subsystem -> ChannelRequest.subsystem(subsystem.name());
        });
    return requests;
  }
}
