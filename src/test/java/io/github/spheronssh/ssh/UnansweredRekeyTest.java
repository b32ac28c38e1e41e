package io.github.spheronssh.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.testing.AsyncSshd;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers that are asked for new keys, pay no heed, and go on with something else. */
@Timeout(90)
final class UnansweredRekeyTest {
  /** The server passes our KEXINIT over, and tells us that we may send it. */
  private static final String DEAF =
      """
      connection._packet_handlers[20] = count
      send(94, own, String(b'go'))
      await answered(20, 1)
      """;

  @TempDir Path folder;

  @Test
  void aServerThatGoesOnForEverIsLeftInTime() throws Exception {
    SshException e =
        ends(
            """
            while True:
                send(2, String('x' * 100))
                send(94, own, String(b'x'))
                await asyncio.sleep(0.05)
            """);
    assertTrue(e.getMessage().contains("did not exchange new keys within 30 s"), e.getMessage());
  }

  /** Their answers would wait in memory for as long as it takes. */
  @Test
  void aServerThatAsksWithoutEndIsLeftAtOnce() throws Exception {
    SshException e =
        ends(
            "for i in range(20000): send(80, String('x@x'), Boolean(True))\nawait answered(82, 1)");
    assertTrue(e.getMessage().contains("goes on talking"), e.getMessage());
  }

  /** What was under way when we asked has to come through. */
  @Test
  void manySmallPacketsBeforeTheAnswerAreBorne() throws Exception {
    var settings = ConnectSettings.defaults();
    var trace = new Trace();
    String deed =
        """
        begin = connection._packet_handlers[20]
        later = []
        def keep(self, kind, number, packet):
            later.append((kind, number, packet))
            answers[20] += 1
        connection._packet_handlers[20] = keep
        send(94, own, String(b'go'))
        await answered(20, 1)
        for i in range(30000): send(94, own, String(b'x'))
        begin(connection, *later[0])
        await answered(21, 1)
        process.exit(7)
        """;
    assertEquals(7, run(deed, settings, trace).code());
    assertEquals(1, trace.all(Event.Rekeyed.class).size());
  }

  private SshException ends(String deed) {
    SshException e =
        assertThrows(
            SshException.class,
            () ->
                run(
                    DEAF + deed,
                    ConnectSettings.defaults().withConnectLimit(Duration.ofSeconds(3)),
                    Observer.none()));
    assertEquals(Layer.SESSION, e.layer());
    return e;
  }

  private ExitStatus run(String deed, ConnectSettings settings, Observer observer)
      throws Exception {
    try (AsyncSshd server = AsyncSshd.doing(folder, deed.stripTrailing());
        SshSession session =
            new SshConnector(observer).connect(target(server), settings, Questions.nobody())) {
      OutputStream asks =
          new OutputStream() {
            private boolean asked;

            @Override
            public void write(int b) throws IOException {
              if (asked) {
                return;
              }
              asked = true;
              try {
                session.rekey();
              } catch (SpheronSshException e) {
                throw new IOException(e);
              }
            }
          };
      return session.exec("x", new Streams(InputStream.nullInputStream(), asks, asks));
    }
  }

  private Target target(AsyncSshd server) throws Exception {
    return new Keys(folder).target(server.port(), "me");
  }
}
