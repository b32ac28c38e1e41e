package io.github.spheronssh.ssh;

import io.github.spheronssh.agent.SshAgent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the other side is asked to run, and how.
 *
 * @param pty the terminal that it is to have; absent where its streams are pipes
 * @param variables what its environment is to have
 * @param agent the agent of this side that it may use; only on a host whose key is kept
 */
public record SessionRequest(
    Program program, Optional<Pty> pty, List<RemoteVariable> variables, Optional<SshAgent> agent) {
  /** A program that has no agent. */
  public SessionRequest(Program program, Optional<Pty> pty, List<RemoteVariable> variables) {
    this(program, pty, variables, Optional.empty());
  }

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
    return new SessionRequest(program, Optional.of(terminal), variables, agent);
  }

  /** The same with an agent of this side, or none. */
  public SessionRequest with(Optional<SshAgent> other) {
    return new SessionRequest(program, pty, variables, other);
  }

  /** What goes over the channel for it, in ssh's order; the last one runs the program. */
  List<ChannelRequest> requests() {
    var requests = new ArrayList<ChannelRequest>();
    agent.map(_ -> ChannelRequest.agent()).ifPresent(requests::add);
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
