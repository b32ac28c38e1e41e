package io.github.spheronssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.PackageUser;
import io.github.spheronssh.testing.PackagedProgram.Result;
import io.github.spheronssh.testing.RealSshd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program reads {@code ~/.ssh/config} and reaches what only that knows. */
@DisabledOnOs(OS.WINDOWS) // the real server is a Unix one
final class ConfigIT {
  @TempDir Path folder;
  private RealSshd server;
  private PackageUser user;

  @BeforeEach
  void start() throws Exception {
    user = new PackageUser(folder.resolve("home"));
    server = RealSshd.start(Files.createDirectory(folder.resolve("server")), "MaxAuthTries 1");
    user.meet(server);
    Files.move(user.key(), user.home().resolve(".ssh/box_key"));
    Files.createDirectory(user.home().resolve(".ssh/hosts"));
    Files.write(
        user.home().resolve(".ssh/config"),
        List.of("Include hosts/*", "Host *", "  User nobody", "  Port 1"));
    Files.write(
        user.home().resolve(".ssh/hosts/box"),
        List.of(
            "Host box b?x",
            "  HostName 127.0.0.1",
            "  Port " + server.port(),
            "  User " + server.userName(),
            "  IdentityFile ~/.ssh/${PART}_key",
            "Match exec \"test %n = bux\"",
            "  RemoteCommand echo %n"));
    user.with("PART", "box");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aHostIsReachedByItsAlias() throws Exception {
    Result result = user.types("spheron-ssh connect --no-api box 'echo there; exit 3'");
    assertEquals("there\n", result.out(), result.err());
    assertEquals(3, result.status());
    assertEquals("bux\n", user.types("spheron-ssh connect --no-api bux").out());
  }

  @Test
  void whatIsSetIsPrinted() throws Exception {
    Result result = user.types("spheron-ssh connect -G box");
    assertEquals(0, result.status(), result.err());
    List<String> lines = result.out().lines().toList();
    assertTrue(lines.contains("hostname 127.0.0.1"), result.out());
    assertTrue(lines.contains("port " + server.port()), result.out());
    assertTrue(lines.contains("identityfile ~/.ssh/${PART}_key"), result.out());
  }

  @Test
  void whatOthersMayWriteToIsRefused() throws Exception {
    user.isRefused(
        255,
        "bad owner or permissions on",
        "chmod go+w ~/.ssh/hosts/box; spheron-ssh connect --no-api box true");
  }
}
