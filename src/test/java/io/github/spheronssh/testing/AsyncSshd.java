package io.github.spheronssh.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A server made of AsyncSSH, whose logins and sessions a test writes in Python. */
public final class AsyncSshd implements Sshd {
  private static final String SERVER =
      """
      import asyncio, asyncssh, collections, os
      from asyncssh.packet import Boolean, Byte, MPInt, String, UInt32
      KEYS = os.path.join(os.path.dirname(os.path.realpath(__file__)), 'authorized_keys')
      class Server(asyncssh.SSHServer):
          def connection_made(self, connection): self.connection = connection
          def begin_auth(self, user):
              if os.path.getsize(KEYS): self.connection.set_authorized_keys(KEYS)
              return True
      METHODS
      async def session(process):
      SESSION
      async def main():
          key = asyncssh.generate_private_key('ssh-ed25519')
          server = await asyncssh.listen('127.0.0.1', 0, server_factory=Server, encoding=None,
              server_host_keys=[key], process_factory=session, line_editor=False)
          print(server.sockets[0].getsockname()[1], flush=True)
          print(key.export_public_key().decode().strip(), flush=True)
          await server.wait_closed()
      asyncio.run(main())
      """;

  /** Runs what is asked for, as other servers do. */
  private static final String HONEST =
      """
      async def copy(source, sink):
          while data := await source.read(65536):
              sink.write(data)
              await sink.drain()
      async def feed():
          await copy(process.stdin, child.stdin)
          child.stdin.close()
      child = await asyncio.create_subprocess_shell(process.command or '/bin/sh',
          stdin=-1, stdout=-1, stderr=-1, start_new_session=True)
      feeding = asyncio.ensure_future(feed())
      try:
          await asyncio.gather(
              copy(child.stdout, process.stdout), copy(child.stderr, process.stderr))
      except BrokenPipeError: # the client has had enough
          child.kill()
      status = await child.wait()
      feeding.cancel()
      if status < 0:
          process.exit_with_signal({-9: 'KILL', -15: 'TERM'}[status])
      else:
          process.exit(status)
      """;

  /** What makes mischief short: packets as they are, and the number of answers to them. */
  private static final String WORDS =
      """
      channel = process.channel
      connection = channel.get_connection()
      own = UInt32(channel._send_chan)
      send = connection.send_packet
      answers = collections.Counter()
      def count(self, kind, number, packet): answers[kind] += 1
      async def answered(kind, times):
          while answers[kind] < times: await asyncio.sleep(0.002)
      connection._packet_handlers = dict(connection._packet_handlers)
      channel._packet_handlers = dict(channel._packet_handlers)
      for kind in 3, 81, 82, 91, 92: connection._packet_handlers[kind] = count
      for kind in 99, 100: channel._packet_handlers[kind] = count
      take_new_keys = connection._packet_handlers[21]
      def new_keys(self, kind, number, packet):
          take_new_keys(self, kind, number, packet)
          answers[21] += 1
      connection._packet_handlers[21] = new_keys
      def rekey():
          connection._send_kexinit()
          connection._kexinit_sent = True
      def fall_silent(): connection._recv_handler = lambda: False
      """;

  private final Path keys;
  private final Process process;
  private final int port;
  private final String hostKey;

  private AsyncSshd(Path keys, Process process, int port, String hostKey) {
    this.keys = keys;
    this.process = process;
    this.port = port;
    this.hostKey = hostKey;
  }

  /** Starts a server that runs what it is asked to. */
  public static AsyncSshd start(Path folder) throws IOException {
    return start(folder, "", HONEST);
  }

  /** Starts a server whose class has these methods of asyncssh.SSHServer; it runs nothing. */
  public static AsyncSshd start(Path folder, String methods) throws IOException {
    return start(folder, methods, "process.exit(0)");
  }

  /**
   * Starts a server that lets everybody in and does this in each session, {@code process}: it may
   * {@code send} packets, have them {@code answered}, {@code rekey} and {@code fall_silent}.
   */
  public static AsyncSshd doing(Path folder, String session) throws IOException {
    return start(folder, "def begin_auth(self, user): return False", WORDS + session);
  }

  private static AsyncSshd start(Path folder, String methods, String session) throws IOException {
    Path keys = folder.resolve("authorized_keys");
    Files.writeString(keys, "");
    Path script = folder.resolve("server.py");
    Files.writeString(
        script,
        SERVER.replace("METHODS\n", methods.indent(4)).replace("SESSION\n", session.indent(4)));
    var builder =
        new ProcessBuilder("/usr/bin/python3", "-W", "ignore", script.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    Process process = builder.start();
    BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
    String port = said.readLine();
    String hostKey = said.readLine();
    if (port == null || hostKey == null) {
      throw new AssertionError("AsyncSSH did not start");
    }
    return new AsyncSshd(keys, process, Integer.parseInt(port), hostKey);
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String hostKey() {
    return hostKey;
  }

  @Override
  public void authorize(String authorizedKeysLine) throws IOException {
    Files.writeString(keys, authorizedKeysLine + "\n", StandardOpenOption.APPEND);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
