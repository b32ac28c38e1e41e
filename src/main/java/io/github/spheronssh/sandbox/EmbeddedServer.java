package io.github.spheronssh.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.apache.sshd.server.subsystem.SubsystemFactory;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;

/** An SSH server inside this process. */
final class EmbeddedServer implements InstanceServer {
  private static final int MAX_AUTH_TRIES = 6; // as OpenSSH's

  private final SshServer server;

  private EmbeddedServer(SshServer server) {
    this.server = server;
  }

  /** What an instance tells the server that stands for it. */
  interface Host {
    HostKey hostKey();

    Path home();

    boolean letsIn(String user, java.security.PublicKey key);

    /** The command that whoever logs in gets instead of what was asked for; empty for none. */
    String forcedCommand(String user);

    /** Somebody has logged in. */
    void loggedIn();
  }

  static EmbeddedServer start(Host host, int port) throws IOException {
    SshServer server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    server.setPort(port);
    server.setKeyPairProvider((KeyPairProvider) _ -> List.of(host.hostKey().pair().keyPair()));
    server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
    server.setPublickeyAuthenticator((user, key, _) -> host.letsIn(user, key));
    server.setCommandFactory((channel, line) -> command(host, channel, line));
    server.setShellFactory(channel -> command(host, channel, ""));
    server.setSubsystemFactories(List.of(Sftp.of(host)));
    server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
    server.addSessionListener(new Logins(host));
    CoreModuleProperties.SERVER_IDENTIFICATION.set(server, "spheron-sandbox");
    CoreModuleProperties.MAX_AUTH_REQUESTS.set(server, MAX_AUTH_TRIES);
    CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
    CoreModuleProperties.TCP_NODELAY.set(server, true);
    server.start();
    return new EmbeddedServer(server);
  }

  @Override
  public int port() {
    return server.getPort();
  }

  @Override
  public void close() throws IOException {
    server.stop(true);
  }

  private static Command command(Host host, ChannelSession channel, String line) {
    String user = channel.getSession().getUsername();
    String forced = host.forcedCommand(user);
    var shell = new LoginShell(host.home(), user);
    return new ProcessCommand(
        requested -> shell.launch(forced.isEmpty() ? line : forced, requested));
  }

  /** SFTP on the machine's own files, starting in the instance's home; a forced command wins. */
  private record Sftp(Host host, SftpSubsystemFactory factory) implements SubsystemFactory {
    static Sftp of(Host host) {
      var files =
          new SftpFileSystemAccessor() {
            @Override
            public Path resolveLocalFilePath(SftpSubsystemProxy subsystem, Path root, String path)
                throws IOException {
              return SftpFileSystemAccessor.super.resolveLocalFilePath(
                  subsystem, host.home(), path);
            }
          };
      return new Sftp(
          host, new SftpSubsystemFactory.Builder().withFileSystemAccessor(files).build());
    }

    @Override
    public String getName() {
      return factory.getName();
    }

    @Override
    public Command createSubsystem(ChannelSession channel) throws IOException {
      return host.forcedCommand(channel.getSession().getUsername()).isEmpty()
          ? factory.createSubsystem(channel)
          : command(host, channel, "");
    }
  }

  private record Logins(Host host) implements SessionListener {
    @Override
    public void sessionEvent(Session session, Event event) {
      if (event == Event.Authenticated) {
        host.loggedIn();
      }
    }
  }
}
