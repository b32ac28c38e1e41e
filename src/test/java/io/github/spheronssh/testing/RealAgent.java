package io.github.spheronssh.testing;

import io.github.spheronssh.environment.Environment;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** OpenSSH's own agent, behind a socket in a folder of the test. */
public final class RealAgent implements AutoCloseable {
  private final Path socket;
  private final Process process;

  private RealAgent(Path socket, Process process) {
    this.socket = socket;
    this.process = process;
  }

  /** Starts an agent without keys. */
  public static RealAgent start(Path folder) throws IOException {
    Path socket = folder.resolve("agent");
    Path program = RealPrograms.require("ssh-agent");
    Process process = new ProcessBuilder(program.toString(), "-D", "-a", socket.toString()).start();
    BufferedReader said = process.inputReader();
    if (said.readLine() == null) { // it names its socket once it listens there
      throw new AssertionError("ssh-agent did not start");
    }
    return new RealAgent(socket, process);
  }

  /** Where the agent listens. */
  public Path socket() {
    return socket;
  }

  /** An environment that names the agent. */
  public Environment environment() {
    return Environment.of(Map.of("SSH_AUTH_SOCK", socket.toString()), new Properties());
  }

  /** Runs ssh-add against the agent. */
  public ProgramRun sshAdd(Object... arguments) throws Exception {
    Object[] command = new Object[arguments.length + 1];
    command[0] = RealPrograms.require("ssh-add");
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return ProgramRun.of(Map.of("SSH_AUTH_SOCK", socket.toString()), "", command);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
