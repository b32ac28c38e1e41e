package io.github.spheronssh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.terminal.Tty;
import io.github.spheronssh.testing.AsyncSshd;
import io.github.spheronssh.testing.CommandRun;
import io.github.spheronssh.testing.CommandRun.Result;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import io.github.spheronssh.testing.RealSshd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What -v, -vv and -vvv tell of a handshake, and what they never tell. */
@Timeout(60)
final class HandshakeLogTest {
  private static final String SECRET = "correct horse battery staple";

  @TempDir Path home;

  @Test
  void eachStepOfTheHandshakeIsToldAndNoSecret() throws Exception {
    Path key = home.resolve("locked");
    ProgramRun.of(
            RealPrograms.require("ssh-keygen"), "-q", "-t", "ed25519", "-N", SECRET, "-f", key)
        .succeeded();
    try (RealSshd sshd = RealSshd.start(Files.createDirectory(home.resolve("sshd")))) {
      sshd.authorize(Files.readString(home.resolve("locked.pub")).strip());
      Result result = connect(sshd.port(), sshd.userName(), "-i", key.toString(), "-vvv");
      assertEquals(0, result.status(), result.err());
      String told = result.err();
      for (String line :
          List.of(
              "debug2: client offers kex algorithms: mlkem768x25519-sha256,",
              "ext-info-c,kex-strict-c-v00@openssh.com",
              "debug2: server offers encryption algorithms (server to client): chacha20",
              "debug2: server offers compression algorithms (client to server): none,zlib",
              "debug2: no guess with the algorithms",
              "debug1: agreed on sntrup761x25519-sha512",
              ", strict key exchange",
              "debug1: the host key is ssh-ed25519 SHA256:",
              "debug2: the server's server-sig-algs: ssh-ed25519,",
              "debug3: sent KEXINIT (message 20), ",
              "debug3: received NEWKEYS (message 21), 1 bytes",
              "debug3: sent USERAUTH_REQUEST (message 50)\n",
              "debug3: received CHANNEL_DATA (message 94), ")) {
        assertTrue(told.contains(line) || newer(line, told), line + "\nin\n" + told);
      }
      holdsNoSecret(told);
      List<String> middle = Files.readAllLines(key);
      middle.subList(1, middle.size() - 1).forEach(line -> assertFalse(told.contains(line), line));
    }
  }

  /** OpenSSH has a better one since 9.9. */
  private static boolean newer(String line, String told) {
    return line.contains("agreed on") && told.contains("agreed on mlkem768x25519-sha256");
  }

  @Test
  void aPasswordIsToldNeitherInFullNorByItsLength() throws Exception {
    try (AsyncSshd server =
        AsyncSshd.start(
            home,
            """
            def password_auth_supported(self): return True
            def validate_password(self, user, password): return password == '%s'
            """
                .formatted(SECRET))) {
      for (String way : List.of("password", "keyboard-interactive")) {
        String told =
            connect(server.port(), "me", "-vvv", "-oPreferredAuthentications=" + way).err();
        String answer = way.equals("password") ? "_REQUEST (message 50)" : " (message 61)";
        assertTrue(told.contains("debug3: sent USERAUTH" + answer + "\n"), told);
        assertTrue(told.contains("debug1: logged in as me"), told);
        holdsNoSecret(told);
      }
    }
  }

  @Test
  void lessIsToldWhereLessIsAskedFor() throws Exception {
    try (RealSshd sshd = RealSshd.start(Files.createDirectory(home.resolve("sshd")))) {
      Path key = home.resolve("id");
      ProgramRun.of(RealPrograms.require("ssh-keygen"), "-q", "-N", "", "-f", key).succeeded();
      sshd.authorize(Files.readString(home.resolve("id.pub")).strip());
      String one =
          connect(sshd.port(), sshd.userName(), "-i", key.toString(), "-v", "-cnone,aes128-ctr")
              .err();
      assertTrue(one.contains("'none' is not known"), one);
      one =
          connect(
                  sshd.port(),
                  sshd.userName(),
                  "-i",
                  key.toString(),
                  "-v",
                  "-m^hmac-sha1,hmac-sha2-512",
                  "-caes128-ctr")
              .err();
      assertTrue(one.contains("debug1: asked for, and not had: hmac-sha1\n"), one);
      assertTrue(one.contains("aes128-ctr with hmac-sha2-512, strict"), one);
      assertFalse(one.contains("debug2: "), one);
      String two = connect(sshd.port(), sshd.userName(), "-i", key.toString(), "-vv").err();
      assertTrue(two.contains("debug2: server offers "), two);
      assertFalse(two.contains("debug3: "), two);
    }
  }

  private static void holdsNoSecret(String told) {
    assertFalse(told.contains(SECRET), told);
    assertFalse(told.contains("PRIVATE KEY"), told);
    assertFalse(told.matches("(?s).*[0-9a-f]{40}.*"), told);
  }

  private Result connect(int port, String user, String... options) {
    var line = new ArrayList<>(List.of("connect", "--no-api"));
    line.addAll(List.of(options));
    line.addAll(List.of("-oStrictHostKeyChecking=accept-new", "-p", "" + port));
    line.addAll(List.of("-l", user, "127.0.0.1", "echo hello"));
    return new CommandRun(home).runAt(new Knowing(), line.toArray(String[]::new));
  }

  /** Somebody who has one answer to all questions. */
  private static final class Knowing implements Tty {
    @Override
    public String readLine(String question) {
      return SECRET;
    }

    @Override
    public char[] readSecret(String question) {
      return SECRET.toCharArray();
    }
  }
}
