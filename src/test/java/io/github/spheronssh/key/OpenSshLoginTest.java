package io.github.spheronssh.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our keys open a real sshd through the real ssh, and go into a real agent. */
final class OpenSshLoginTest {
  private static final String PASSPHRASE = "correct horse";

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(KeyKind.class)
  void aKeyOfOursLogsIn(KeyKind kind) throws Exception {
    Path ssh = RealPrograms.require("ssh");
    Path file = write("id", kind, Optional.empty());
    Path config = sshdThatAccepts(file);

    ProgramRun run =
        ProgramRun.of(
            ssh,
            "-F",
            "none",
            "-i",
            file,
            "-o",
            "IdentitiesOnly=yes",
            "-o",
            "BatchMode=yes",
            "-o",
            "UserKnownHostsFile=" + folder.resolve("known_hosts"),
            "-o",
            "ProxyCommand=" + RealPrograms.require("sshd") + " -i -f " + config,
            System.getProperty("user.name") + "@judge",
            "echo opened");

    assertEquals("opened\n", run.succeeded());
  }

  @Test
  void ourKeysGoIntoTheAgentWithAndWithoutPassphrase() throws Exception {
    Path sshAdd = RealPrograms.require("ssh-add");
    Path agent = RealPrograms.require("ssh-agent");
    Path socket = folder.resolve("agent");
    Path askPass = folder.resolve("askpass");
    Files.writeString(askPass, "#!/bin/sh\necho '" + PASSPHRASE + "'\n");
    Files.setPosixFilePermissions(askPass, PosixFilePermissions.fromString("rwx------"));
    Path plain = write("plain", KeyKind.ED25519, Optional.empty());
    Path encrypted = write("encrypted", KeyKind.ECDSA, Optional.of(PASSPHRASE.toCharArray()));
    Map<String, String> variables =
        Map.of(
            "SSH_AUTH_SOCK", socket.toString(),
            "SSH_ASKPASS", askPass.toString(),
            "SSH_ASKPASS_REQUIRE", "force");

    Process running =
        new ProcessBuilder(agent.toString(), "-D", "-a", socket.toString())
            .redirectErrorStream(true)
            .start();
    try (var output =
        new BufferedReader(
            new InputStreamReader(running.getInputStream(), StandardCharsets.UTF_8))) {
      assertTrue(String.valueOf(output.readLine()).contains(socket.toString()));
      ProgramRun.of(variables, "", sshAdd, plain, encrypted).succeeded();

      assertEquals(
          publicLine(plain) + "\n" + publicLine(encrypted) + "\n",
          ProgramRun.of(variables, "", sshAdd, "-L").succeeded());
    } finally {
      running.destroy();
    }
  }

  private Path write(String name, KeyKind kind, Optional<char[]> passphrase) throws Exception {
    Path file = folder.resolve(name);
    SshKeyPair pair = new KeyGenerator().generate(kind, kind.defaultBits(), false, name);
    KeyPairFile.write(file, pair, passphrase, 2);
    return file;
  }

  private Path sshdThatAccepts(Path key) throws Exception {
    RealPrograms.require("sshd");
    Path host = write("host", KeyKind.ED25519, Optional.empty());
    Files.writeString(folder.resolve("known_hosts"), "judge " + publicLine(host) + "\n");
    Path config =
        Files.writeString(
            folder.resolve("sshd_config"),
            """
            HostKey %s
            AuthorizedKeysFile %s
            StrictModes no
            PasswordAuthentication no
            PermitRootLogin yes
            PidFile none
            """
                .formatted(host, KeyPairFile.publicFile(key)));
    ProgramRun check = ProgramRun.of(RealPrograms.require("sshd"), "-t", "-f", config);
    assumeTrue(
        !check.err().contains("Missing privilege separation directory"),
        "skipped: sshd is installed and was never started here");
    assertEquals(0, check.status(), check::err);
    return config;
  }

  private static PublicKeyLine publicLine(Path file) throws Exception {
    return PublicKeyFile.read(KeyPairFile.publicFile(file));
  }
}
