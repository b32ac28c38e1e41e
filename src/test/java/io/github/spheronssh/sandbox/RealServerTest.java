package io.github.spheronssh.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.sandbox.RealSsh.Result;
import io.github.spheronssh.testing.RealPrograms;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instances that are OpenSSH's own server. */
final class RealServerTest {
  @TempDir Path folder;

  @Test
  void aRealServerLetsInItsUserAndStaysInTheInstancesHome() throws Exception {
    Path sshd = RealPrograms.require("sshd");
    RealSsh ssh = RealSsh.in(folder);
    int port;
    try (Sandbox sandbox =
        Sandbox.start(SandboxSettings.defaults().withSshd(sshd).withBoot(Duration.ZERO))) {
      SandboxInstance trainer = sandbox.instance("trainer").orElseThrow();
      port = trainer.port();
      String me = System.getProperty("user.name");
      try (var caller = new Caller(sandbox)) {
        caller.upload("me", ssh.publicKey());
        assertEquals(
            me,
            Caller.text(Caller.find(caller.list("/api/deployments"), "name", "trainer"), "user"));
      }
      Result result = ssh.run(trainer, me, "pwd; echo $HOME; echo err >&2; exit 7");
      assertEquals("%s%n%s%n".formatted(trainer.home(), trainer.home()), result.text());
      assertEquals("err\n", result.err());
      assertEquals(7, result.status());

      Result shell = ssh.run("pwd\n".getBytes(StandardCharsets.UTF_8), trainer, me);
      assertTrue(shell.text().contains(trainer.home().toString()), shell.text() + shell.err());

      var sftp = ssh.words("sftp", trainer);
      sftp.addAll(List.of("-P", Integer.toString(port), "-b", "-", me + "@127.0.0.1"));
      Result listed = RealSsh.run("pwd\n".getBytes(StandardCharsets.UTF_8), sftp);
      assertTrue(listed.text().contains(trainer.home().toString()), listed.text() + listed.err());

      Files.writeString(trainer.authorizedKeysFile(), "");
      assertEquals(255, ssh.run(trainer, me, "true").status());
      SandboxInstance stranger = sandbox.instance("stranger").orElseThrow();
      assertEquals(255, ssh.run(stranger, me, "true").status());
    }
    assertThrows(
        ConnectException.class, () -> new Socket(InetAddress.ofLiteral("127.0.0.1"), port).close());
  }

  @Test
  void aServerThatDoesNotStartIsAnErrorThatSaysWhy() throws Exception {
    Path broken = folder.resolve("sshd");
    Files.writeString(broken, "#!/bin/sh\necho out of order >&2\nexit 1\n");
    assertTrue(broken.toFile().setExecutable(true));
    SandboxSettings settings = SandboxSettings.defaults().withSshd(broken);
    var e = assertThrows(SpheronSshException.class, () -> Sandbox.start(settings).close());
    assertTrue(e.getMessage().contains("out of order"), e.getMessage());
  }
}
