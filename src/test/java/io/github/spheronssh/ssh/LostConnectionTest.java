package io.github.spheronssh.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.RealSshd;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections that break or fall silent while a command runs. */
@Timeout(60)
final class LostConnectionTest {
  @TempDir Path folder;

  @Test
  void aConnectionThatIsCutIsAnErrorOfTheSessionAndTheCommandRanOnce() throws Exception {
    Path count = folder.resolve("count");
    SshException e = lost("echo run >>" + count + "; echo ready; sleep 60", Line::cut);
    assertTrue(e.getMessage().contains("was lost"), e.getMessage());
    assertEquals("run\n", Files.readString(count));
  }

  @Test
  void aConnectionThatFallsSilentIsNoticed() throws Exception {
    SshException e = lost("echo ready; sleep 60", Line::stall);
    assertTrue(e.getMessage().contains("has not answered for"), e.getMessage());
  }

  /** Something that happens to a line. */
  private interface Fault {
    void to(Line line) throws IOException;
  }

  private SshException lost(String command, Fault fault) throws Exception {
    Keys keys = new Keys(folder);
    Identity.KeyFile key = keys.ed25519("id");
    try (RealSshd sshd = RealSshd.start(Files.createDirectory(folder.resolve("sshd")));
        Line line = new Line(sshd.port())) {
      sshd.authorize(Keys.line(key));
      ConnectSettings settings = ConnectSettings.defaults().withKeepAlive(Duration.ofSeconds(1), 2);
      OutputStream breaks =
          new OutputStream() {
            @Override
            public void write(int b) throws IOException {
              fault.to(line);
            }
          };
      try (SshSession session =
          new SshConnector(Observer.none())
              .connect(
                  keys.target(line.port(), sshd.userName(), key), settings, Questions.nobody())) {
        Streams streams = new Streams(InputStream.nullInputStream(), breaks, breaks);
        SshException e = assertThrows(SshException.class, () -> session.exec(command, streams));
        assertEquals(Layer.SESSION, e.layer());
        return e;
      }
    }
  }

  /** A line between client and server that can be cut, and that can fall silent. */
  private static final class Line implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final Socket server;
    private volatile boolean stalled;

    private Line(int port) throws IOException {
      server = new Socket(InetAddress.getLoopbackAddress(), port);
      Thread.ofVirtual().start(this::carry);
    }

    private void carry() {
      try (Socket client = socket.accept()) {
        Thread up = Thread.ofVirtual().start(() -> pump(client, server));
        pump(server, client);
        up.join();
      } catch (IOException | InterruptedException e) {
        // The test is over.
      }
    }

    private void pump(Socket from, Socket to) {
      try {
        byte[] bytes = new byte[4096];
        InputStream in = from.getInputStream();
        for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
          if (!stalled) {
            to.getOutputStream().write(bytes, 0, count);
          }
        }
        to.close();
      } catch (IOException e) {
        // The line was cut.
      }
    }

    int port() {
      return socket.getLocalPort();
    }

    void cut() throws IOException {
      server.close();
    }

    void stall() {
      stalled = true;
    }

    @Override
    public void close() throws IOException {
      socket.close();
      server.close();
    }
  }
}
