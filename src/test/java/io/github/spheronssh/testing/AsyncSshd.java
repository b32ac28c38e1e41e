package io.github.spheronssh.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A server made of AsyncSSH, whose logins a test writes in Python. */
public final class AsyncSshd implements AutoCloseable {
  private static final String START =
      """
      import asyncio, asyncssh, warnings
      class Server(asyncssh.SSHServer):
          def begin_auth(self, user): return True
      METHODS
      async def main():
          server = await asyncssh.listen('127.0.0.1', 0, server_factory=Server,
              server_host_keys=[asyncssh.generate_private_key('ssh-ed25519')],
              process_factory=lambda process: process.exit(0))
          print(server.sockets[0].getsockname()[1], flush=True)
          await server.wait_closed()
      asyncio.run(main())
      """;

  private final Process process;
  private final int port;

  private AsyncSshd(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts a server whose class has these methods of asyncssh.SSHServer. */
  public static AsyncSshd start(Path folder, String methods) throws IOException {
    Path script = folder.resolve("server.py");
    Files.writeString(script, START.replace("METHODS", methods.indent(4)));
    var builder =
        new ProcessBuilder("/usr/bin/python3", "-W", "ignore", script.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    Process process = builder.start();
    BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
    String port = said.readLine();
    if (port == null) {
      throw new AssertionError("AsyncSSH did not start");
    }
    return new AsyncSshd(process, Integer.parseInt(port));
  }

  /** Where it listens, on 127.0.0.1. */
  public int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
