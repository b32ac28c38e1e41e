package io.github.spheronssh.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.RealSshd;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody on the way to an OpenSSH server who puts messages into the key exchange (Terrapin). */
@Timeout(60)
final class StrictExchangeTest {
  @TempDir static Path folder;
  private static RealSshd sshd;
  private static Keys keys;
  private final Trace trace = new Trace();

  @BeforeAll
  static void start() throws Exception {
    keys = new Keys(folder);
    sshd = RealSshd.start(Files.createDirectory(folder.resolve("sshd")));
    sshd.authorize(Keys.line(keys.ed25519("id")));
  }

  @AfterAll
  static void stop() {
    sshd.close();
  }

  @ParameterizedTest
  @ValueSource(bytes = {2, 4})
  void anIgnoredMessageBeforeTheAlgorithmsEndsTheConnection(byte message) throws Exception {
    try (BadServer between = between(message, 0)) {
      SshException e = assertThrows(SshException.class, () -> connect(between));
      assertEquals(Layer.ALGORITHMS, e.layer(), e.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(bytes = {2, 4})
  void anIgnoredMessageAfterTheAlgorithmsEndsTheConnection(byte message) throws Exception {
    try (BadServer between = between(message, 1)) {
      SshException e = assertThrows(SshException.class, () -> connect(between));
      assertEquals(Layer.ALGORITHMS, e.layer(), e.getMessage());
      assertTrue(e.getMessage().contains("strict KEX"), e.getMessage());
    }
  }

  @Test
  void whoeverChangesNothingIsNotNoticed() throws Exception {
    try (BadServer between = between((byte) 0, Integer.MAX_VALUE)) {
      connect(between).close();
      assertTrue(trace.last(Event.Negotiated.class).orElseThrow().algorithms().strict());
    }
  }

  /** A relay that adds a message after so many of the server's first ones. */
  private static BadServer between(byte message, int after) throws IOException {
    return new BadServer(
        client -> {
          try (var server = new Socket(InetAddress.getLoopbackAddress(), sshd.port())) {
            Thread.ofVirtual().start(() -> relay(client, server));
            var in = new DataInputStream(server.getInputStream());
            var out = new DataOutputStream(client.getOutputStream());
            out.write(line(in));
            for (int packet = 0; packet < Math.min(after, 1); packet++) {
              byte[] bytes = new byte[in.readInt()];
              in.readFully(bytes);
              out.writeInt(bytes.length);
              out.write(bytes);
            }
            if (after <= 1) {
              out.write(ignored(message));
            }
            in.transferTo(out);
          }
        });
  }

  private static byte[] line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0; c = in.read()) {
      line.write(c);
      if (c == '\n') {
        break;
      }
    }
    return line.toByteArray();
  }

  /** A packet in the clear: its length, that of the padding, and a message with an empty text. */
  private static byte[] ignored(byte message) {
    byte[] packet = new byte[24];
    packet[3] = 20;
    packet[4] = 10;
    packet[5] = message;
    return packet;
  }

  private static void relay(Socket from, Socket to) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException e) {
      // One of them has hung up, as the test wants.
    }
  }

  private SshSession connect(BadServer between) throws Exception {
    Target target = keys.target(between.port(), sshd.userName(), keys.ed25519("id"));
    return new SshConnector(trace).connect(target, ConnectSettings.defaults(), Questions.nobody());
  }
}
