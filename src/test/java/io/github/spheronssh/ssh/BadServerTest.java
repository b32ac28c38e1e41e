package io.github.spheronssh.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that close, hang, flood or speak something else: a clear end, in time. */
@Timeout(30)
final class BadServerTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  /** A loaded machine is no bad server: only those that say nothing are left sooner. */
  private static final Duration LONG = Duration.ofSeconds(20);

  private static final byte[] VERSION = bytes("SSH-2.0-Bad_1.0\r\n");

  @TempDir Path folder;

  @Test
  void aServerThatSaysNothingIsLeftInTime() throws Exception {
    expectSilence("said nothing within 300 ms", client -> {});
  }

  @Test
  void aServerThatClosesAtOnceIsSaidTo() throws Exception {
    expect(Layer.BANNER, "closed the connection before it said anything", Socket::close);
  }

  @Test
  void aServerThatResetsIsSaidTo() throws Exception {
    expect(
        Layer.BANNER,
        "said anything",
        client -> {
          client.getInputStream().readNBytes(1);
          client.setSoLinger(true, 0);
          client.close();
        });
  }

  @Test
  void aWebServerIsTakenForNoSshServer() throws Exception {
    String html = "HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\n\r\n<html>";
    SshException e =
        expect(
            Layer.BANNER,
            "does not speak SSH; it said: HTTP/1.1 400 Bad Request",
            client -> client.getOutputStream().write(bytes(html)));
    assertTrue(e.hint().orElseThrow().contains("port"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "A\n", "\377\373\001", "\r\n", "\0"})
  void aFloodBeforeTheVersionIsCutOffAndShownInBrief(String piece) throws Exception {
    byte[] flood = bytes(piece.repeat(10_000_000 / piece.length()));
    SshException e =
        expect(
            Layer.BANNER,
            "does not speak SSH; it said:",
            client -> client.getOutputStream().write(flood));
    assertTrue(e.getMessage().length() < 300, e.getMessage());
  }

  @Test
  void anOldProtocolIsNamed() throws Exception {
    expect(
        Layer.BANNER,
        "another version of the protocol: SSH-1.5-OpenSSH_1.2",
        client -> client.getOutputStream().write(bytes("SSH-1.5-OpenSSH_1.2\n")));
  }

  @Test
  void linesBeforeTheVersionAreAllowed() throws Exception {
    Trace trace = new Trace();
    byte[] said = bytes("welcome\r\nto the machine\r\nSSH-2.0-Bad_1.0\r\n");
    expectHalt("did not answer", client -> client.getOutputStream().write(said), trace);
    assertEquals("SSH-2.0-Bad_1.0", trace.last(Event.ServerVersion.class).orElseThrow().version());
  }

  @Test
  void aServerThatHangsAfterItsVersionIsLeftInTime() throws Exception {
    expectHalt(
        "did not answer within 300 ms during the key exchange",
        client -> client.getOutputStream().write(VERSION),
        new Trace());
  }

  @Test
  void aServerThatClosesAfterItsVersionIsSaidTo() throws Exception {
    expect(
        Layer.ALGORITHMS,
        "closed the connection",
        client -> {
          client.getOutputStream().write(VERSION);
          client.shutdownOutput();
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1, 0x7fffffff, 40_000_000})
  void anImpossiblePacketLengthIsLeftInTime(int length) throws Exception {
    byte[] packet = ByteBuffer.allocate(64).putInt(length).array();
    expectHalt(
        "did not answer",
        client -> {
          client.getOutputStream().write(VERSION);
          client.getOutputStream().write(packet);
        },
        new Trace());
  }

  @Test
  void aKeyExchangeThatStopsHalfWayIsLeftInTime() throws Exception {
    byte[] half = Arrays.copyOf(packet(new byte[400]), 200);
    expectHalt(
        "did not answer",
        client -> {
          client.getOutputStream().write(VERSION);
          client.getOutputStream().write(half);
        },
        new Trace());
  }

  @Test
  void whatAServerSaysWhenItDisconnectsIsPassedOn() throws Exception {
    byte[] reason = bytes("too many users");
    byte[] payload =
        ByteBuffer.allocate(1 + 4 + 4 + reason.length + 4)
            .put((byte) 1)
            .putInt(12)
            .putInt(reason.length)
            .put(reason)
            .putInt(0)
            .array();
    expect(
        Layer.ALGORITHMS,
        "too many users",
        client -> {
          client.getOutputStream().write(VERSION);
          client.getOutputStream().write(packet(payload));
        });
  }

  @Test
  void theProbeSeesTheVersionAndTheSilence() throws Exception {
    List<InetAddress> here = List.of(InetAddress.getLoopbackAddress());
    try (BadServer server = BadServer.saying(bytes("hello\nSSH-2.0-Bad_1.0\r\n"))) {
      assertEquals(
          "SSH-2.0-Bad_1.0",
          Probe.version("localhost", here, server.port(), Duration.ofSeconds(20)));
    }
    try (BadServer server = new BadServer(client -> {})) {
      SshException e =
          assertThrows(
              SshException.class, () -> Probe.version("localhost", here, server.port(), SHORT));
      assertEquals(Layer.BANNER, e.layer());
    }
  }

  /** A server that does something which ends the connection. */
  private SshException expect(Layer layer, String said, BadServer.Deed deed) throws Exception {
    return expect(layer, said, deed, LONG, LONG, new Trace());
  }

  /** A server that lets us wait from its first byte on. */
  private void expectSilence(String said, BadServer.Deed deed) throws Exception {
    expect(Layer.BANNER, said, deed, SHORT, LONG, new Trace());
  }

  /** A server that says its version, and lets us wait then. */
  private void expectHalt(String said, BadServer.Deed deed, Trace trace) throws Exception {
    expect(Layer.ALGORITHMS, said, deed, LONG, SHORT, trace);
  }

  private SshException expect(
      Layer layer,
      String said,
      BadServer.Deed deed,
      Duration banner,
      Duration exchange,
      Trace trace)
      throws Exception {
    try (BadServer server = new BadServer(deed)) {
      HostTrust trust =
          HostTrust.ofInstance("a", folder.resolve("pins"), HostTrust.Policy.ACCEPT_NEW);
      Target target = new Target("127.0.0.1", server.port(), "u", trust, List.of());
      ConnectSettings usual = ConnectSettings.defaults();
      ConnectSettings settings =
          new ConnectSettings(
              usual.route(),
              LONG,
              banner,
              exchange,
              LONG,
              LONG,
              usual.alive(),
              usual.aliveMax(),
              LoginMethods.USUAL,
              AlgorithmWish.usual(),
              ChannelTimeouts.NONE);
      SshException e =
          assertThrows(
              SshException.class,
              () -> new SshConnector(trace).connect(target, settings, Questions.nobody()));
      assertEquals(layer, e.layer(), e.getMessage());
      assertTrue(e.getMessage().contains(said), e.getMessage());
      return e;
    }
  }

  /** An unencrypted packet around a payload (RFC 4253, 6). */
  private static byte[] packet(byte[] payload) {
    int padding = 8 - (5 + payload.length) % 8 + 8;
    return ByteBuffer.allocate(5 + payload.length + padding)
        .putInt(1 + payload.length + padding)
        .put((byte) padding)
        .put(payload)
        .array();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
