package io.github.spheronssh.cli;

import io.github.spheronssh.agent.SshAgent;
import io.github.spheronssh.ssh.Program;
import io.github.spheronssh.ssh.RemoteVariable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is to run over a connection, and how it is joined to this side.
 *
 * @param program what runs; absent where nothing does and the connection only stays ({@code -N})
 * @param terminal whether the remote side is to make a terminal
 * @param readsInput whether stdin goes to the remote side
 * @param variables what the remote program's environment is to have
 * @param escape the character that begins an escape at the start of a line; absent where none does
 * @param commandLine whether {@code ~C} opens a command line
 * @param background whether the program goes to the background once logged in
 * @param agent the agent of this side that the remote program may use
 * @param forwards the forwards that are there while it runs
 */
record SessionWish(
    Optional<Program> program,
    TerminalWish terminal,
    boolean readsInput,
    List<RemoteVariable> variables,
    OptionalInt escape,
    boolean commandLine,
    boolean background,
    Optional<SshAgent> agent,
    ForwardWish forwards) {

  /** Whether the remote side is to make a terminal. */
  enum TerminalWish {
    /** For a shell, where stdin is a terminal. */
    AUTO,
    /** For a command too, where stdin is a terminal. */
    YES,
    /** Even where stdin is none. */
    FORCE,
    /** Never. */
    NO
  }

  /** Copies the list. */
  SessionWish {
    variables = List.copyOf(variables);
  }
}
