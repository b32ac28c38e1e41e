package io.github.spheronssh.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.AsyncSshd;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A server that opens tunnels which nobody asked it for. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
final class UnaskedForwardTest {
  @TempDir Path folder;

  @Test
  void theyAreRefusedAndToldAndTheSessionGoesOn() throws Exception {
    try (var heard = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      String methods =
          """
          def connection_made(self, connection): self.connection = connection
          def public_key_auth_supported(self): return True
          def validate_public_key(self, user, key): return True
          def auth_completed(self): asyncio.ensure_future(self.unasked())
          async def unasked(self):
              try:
                  await self.connection.create_connection(
                      asyncssh.SSHTCPSession, '127.0.0.1', 22, '127.0.0.1', 1)
                  said = b'opened'
              except asyncssh.ChannelOpenError as error:
                  said = str(error.code).encode()
              _, out = await asyncio.open_connection('127.0.0.1', %d)
              out.write(said)
              out.close()
          """
              .formatted(heard.getLocalPort());
      var told = new LinkedBlockingQueue<String>();
      try (AsyncSshd server = AsyncSshd.start(folder, methods)) {
        Keys keys = new Keys(folder);
        try (SshSession session =
                new SshConnector(
                        event -> {
                          if (event instanceof Event.SessionStep(String text)
                              && text.contains("unasked")) {
                            told.add(text);
                          }
                        })
                    .connect(
                        keys.target(server.port(), "me", keys.ed25519("id")),
                        ConnectSettings.defaults(),
                        Questions.nobody());
            var said = heard.accept()) {
          assertEquals(
              "1", // SSH_OPEN_ADMINISTRATIVELY_PROHIBITED
              new String(said.getInputStream().readAllBytes(), UTF_8));
          assertEquals(
              "the server forwards from 127.0.0.1:22, unasked: refused",
              told.poll(30, TimeUnit.SECONDS));
          assertTrue(session.isOpen());
        }
      }
    }
  }
}
