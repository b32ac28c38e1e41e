package io.github.spheronssh.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * OpenSSH's own server. Without root it logs in nobody but the user who runs it, and takes the home
 * from the password file; so a forced command puts every session into the instance's home, where
 * the authorized_keys stand too, and nothing reaches the user's own.
 */
final class RealServer implements InstanceServer {
  private static final List<String> SFTP_SERVERS =
      List.of(
          "/usr/lib/openssh/sftp-server",
          "/usr/libexec/openssh/sftp-server",
          "/usr/libexec/sftp-server",
          "/usr/lib/ssh/sftp-server");

  private final Process process;
  private final int port;

  private RealServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Finds the server where systems keep it. */
  static Optional<Path> find() {
    return Stream.of("/usr/sbin/sshd", "/usr/local/sbin/sshd", "/sbin/sshd", "/usr/bin/sshd")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts the server and waits until it listens.
   *
   * @param folder where its host key is, and its configuration goes
   */
  static RealServer start(Path sshd, Path folder, AuthorizedKeys keys, String user, int port)
      throws IOException {
    OwnerFiles.write(folder.resolve("session"), session(keys.home()));
    OwnerFiles.write(folder.resolve("sshd_config"), configuration(folder, keys, user, port));
    Process process =
        new ProcessBuilder(
                sshd.toString(), "-D", "-e", "-f", folder.resolve("sshd_config").toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    var server = new RealServer(process, port);
    try {
      process.getOutputStream().close();
      server.awaitListening(sshd);
      return server;
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  @Override
  public int port() {
    return port;
  }

  /** Ends the server and, since they outlive it otherwise, its sessions. */
  @Override
  public void close() {
    List<ProcessHandle> sessions = process.descendants().toList();
    process.destroy();
    sessions.forEach(ProcessHandle::destroy);
  }

  private void awaitListening(Path sshd) throws IOException {
    BufferedReader log = process.errorReader(StandardCharsets.UTF_8);
    var said = new ArrayList<String>();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      if (line.startsWith("Server listening on ")) {
        Thread.ofVirtual().name("sshd log").start(() -> drain(log));
        return;
      }
      said.add(line);
    }
    throw new IOException(sshd + " ended: " + String.join("; ", said));
  }

  /** Reads on, so that the server never waits for somebody to read its log. */
  private static void drain(BufferedReader log) {
    try (log) {
      log.transferTo(Writer.nullWriter());
    } catch (IOException e) {
      // The server was ended while it said something.
    }
  }

  private static String configuration(Path folder, AuthorizedKeys keys, String user, int port) {
    return """
    Port %d
    ListenAddress 127.0.0.1
    HostKey "%s"
    PidFile none
    AuthorizedKeysFile "%s"
    AllowUsers %s
    PermitRootLogin prohibit-password
    PasswordAuthentication no
    KbdInteractiveAuthentication no
    UsePAM no
    StrictModes no
    AcceptEnv LANG LC_*
    PrintMotd no
    PrintLastLog no
    SetEnv "HOME=%s"
    ForceCommand exec /bin/sh %s
    Subsystem sftp %s
    """
        .formatted(
            port,
            folder.resolve("ssh_host_ed25519_key"),
            keys.file(),
            user,
            keys.home(),
            LoginShell.quoted(folder.resolve("session").toString()),
            sftpServer());
  }

  /** What every session runs first. */
  private static String session(Path home) {
    return """
    cd %s || exit 1
    PATH=%s:$PATH
    export PATH
    [ -z "${SSH_ORIGINAL_COMMAND+set}" ] && exec "$SHELL" -l
    exec "$SHELL" -c "$SSH_ORIGINAL_COMMAND"
    """
        .formatted(
            LoginShell.quoted(home.toString()), LoginShell.quoted(Gpus.folder(home).toString()));
  }

  private static String sftpServer() {
    return SFTP_SERVERS.stream()
        .filter(each -> Files.isExecutable(Path.of(each)))
        .findFirst()
        .orElse("internal-sftp");
  }
}
