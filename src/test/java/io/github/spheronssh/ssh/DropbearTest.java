package io.github.spheronssh.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that isn't OpenSSH's. Dropbear reads the authorized_keys of the real home alone, which a
 * test has to leave in peace: it is followed up to its refusal of the login.
 */
@Timeout(60)
final class DropbearTest {
  @TempDir Path folder;

  @Test
  void theHandshakeWithDropbearReachesItsLogin() throws Exception {
    Path hostKey = folder.resolve("host");
    ProgramRun.of(RealPrograms.require("dropbearkey"), "-t", "ed25519", "-f", hostKey).succeeded();
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Process dropbear =
        new ProcessBuilder(
                RealPrograms.require("dropbear").toString(),
                "-F",
                "-E",
                "-r",
                hostKey.toString(),
                "-p",
                "127.0.0.1:" + port,
                "-P",
                folder.resolve("pid").toString())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader log = dropbear.inputReader()) {
      assertTrue(String.valueOf(log.readLine()).contains("background")); // it listens by now
      Trace trace = new Trace();
      Keys keys = new Keys(folder);
      Target target = keys.target(port, System.getProperty("user.name"), keys.ed25519("id"));
      LoginException e =
          assertThrows(
              LoginException.class,
              () ->
                  new SshConnector(trace)
                      .connect(
                          target,
                          ConnectSettings.defaults().withAlgorithms(Wishes.compressed()),
                          Questions.nobody()));
      assertTrue(e.methods().contains("publickey"), e.methods().toString());
      assertEquals(Event.Answer.REFUSED, e.tried().getFirst().answer());
      Algorithms agreed = trace.last(Event.Negotiated.class).orElseThrow().algorithms();
      assertEquals("zlib@openssh.com", agreed.sent().compression());
    } finally {
      dropbear.destroyForcibly().onExit().join();
    }
  }
}
