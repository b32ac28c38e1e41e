package io.github.spheronssh.readiness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;

/** An SSH server that can go and come back at the same port, and be closed to every key. */
final class Guest implements AutoCloseable {
  private final KeyPair hostKey;
  private int port;
  private SshServer server = SshServer.setUpDefaultServer();
  volatile boolean letsIn = true;

  Guest() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    hostKey = generator.generateKeyPair();
    listen(0);
    port = server.getPort();
  }

  /** The same server at another port. */
  Guest(Guest moved) {
    hostKey = moved.hostKey;
    listen(0);
    port = server.getPort();
  }

  /** Where it listens, whenever it does. */
  int port() {
    return port;
  }

  void listen() {
    listen(port);
  }

  private void listen(int port) {
    server = SshServer.setUpDefaultServer();
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
    server.setHost("127.0.0.1");
    server.setPort(port);
    server.setPublickeyAuthenticator((_, _, _) -> letsIn);
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void stop() throws IOException {
    server.stop(true);
  }

  @Override
  public void close() throws IOException {
    stop();
  }
}
