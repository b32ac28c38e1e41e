package io.github.spheronssh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.CommandRun;
import io.github.spheronssh.testing.CommandRun.Result;
import io.github.spheronssh.testing.InstanceService;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import io.github.spheronssh.testing.RealSshd;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command that a dry run prints, given to a shell and to OpenSSH as it stands. */
@Timeout(120)
final class DryRunTest {
  @TempDir Path folder;
  @TempDir Path server;
  private RealSshd sshd;
  private InstanceService service;
  private CommandRun commands;

  @BeforeEach
  void start() throws Exception {
    RealPrograms.require("ssh");
    Path home = Files.createDirectory(folder.resolve("it's 100% \"odd\" #1"));
    sshd = RealSshd.start(server, "AcceptEnv *", "Subsystem sftp internal-sftp");
    service = new InstanceService();
    service.says("dep-1", "box", "running", sshd.port());
    commands =
        new CommandRun(home)
            .with("SPHERON_API_BASE", service.url())
            .with("SPHERON_API_KEY", "sai_0123456789abcdefghijXY12");
    assertEquals(0, commands.run("keygen", "--no-passphrase", "-q").status());
    sshd.authorize(Files.readString(home.resolve(".ssh/id_ed25519.pub")).strip());
  }

  @AfterEach
  void stop() {
    service.close();
    sshd.close();
  }

  @Test
  void aPinnedInstanceIsReachedWithItsPinAndItsProvedKey() throws Exception {
    Result first =
        commands.run("connect", "--host-key=accept-new", "-l", sshd.userName(), "box", "true");
    assertEquals(0, first.status(), first.err());
    String command = dryRun("--host-key=strict", "box", "echo", "there");
    assertEquals("there\n", run(command, "").succeeded());
  }

  @Test
  void aWrongPinStopsSshToo() throws Exception {
    Result first =
        commands.run("connect", "--host-key=accept-new", "-l", sshd.userName(), "box", "true");
    assertEquals(0, first.status(), first.err());
    String command = dryRun("box", "true").replace("HostKeyAlias=spheron-dep-1", "HostKeyAlias=x");
    assertEquals(255, run(command.replace("=ask", "=yes"), "").status());
  }

  @Test
  void theCommandReachesTheOtherSideAsItIs() throws Exception {
    String odd = "printf '%s|' \"a  b\" '$HOME' '\\' 'ü' \"it's\" 'new\nline'";
    assertEquals("a  b|$HOME|\\|ü|it's|new\nline|", run(asUser("box", odd), "").succeeded());
  }

  @Test
  void aCommandThatLooksLikeAnOptionIsNone() throws Exception {
    String[] line = {
      "connect", "--host-key=accept-new", "-l", sshd.userName(), "box", "--", "-l", "x"
    };
    Result ours = commands.run(line); // whatever the other side's shell makes of it
    assertEquals(ours.status(), run(asUser("box", "--", "-l", "x"), "").status());
    assertTrue(ours.status() != 255, ours.err());
  }

  @Test
  void stdinIsReadUnlessItIsNot() throws Exception {
    assertEquals("in", run(asUser("box", "cat"), "in").succeeded());
    assertEquals("", run(asUser("-n", "box", "cat"), "in").succeeded());
  }

  @Test
  void variablesGoAlong() throws Exception {
    String command =
        asUser(
            "-oSetEnv=ODD=\"x  \\\"y\\\" 'z' \\\\ #\" SECOND=2",
            "box",
            "printf '%s|' \"$ODD\" \"$SECOND\"");
    assertEquals("x  \"y\" 'z' \\ #|2|", run(command, "").succeeded());
  }

  @Test
  void aTerminalIsMadeWhereItIsForced() throws Exception {
    assertTrue(run(asUser("-tt", "box", "tty"), "").succeeded().startsWith("/dev/"));
    assertEquals(1, run(asUser("-T", "box", "tty"), "").status());
  }

  @Test
  void aSubsystemIsOne() throws Exception {
    ProgramRun run = run(asUser("-s", "box", "sftp"), "");
    assertEquals(0, run.status(), run.err());
  }

  @Test
  void theSettingsOfTheConnectionMeanTheSame() throws Exception {
    String command =
        asUser(
            "-4C",
            "-b127.0.0.1",
            "-oConnectTimeout=20",
            "-oConnectionAttempts=2",
            "-oServerAliveInterval=1m",
            "-oBatchMode=yes",
            "-oIdentitiesOnly=yes",
            "box",
            "echo",
            "so");
    assertEquals("so\n", run(command, "").succeeded());
  }

  @Test
  void whatIsSaidOfASharedConnectionMeansTheSame() throws Exception {
    String path = "/tmp/100%% of %h";
    String said = asUser("-M", "-oControlPersist=5m", "-oControlPath=\"" + path + "\"", "box");
    String read = run("G=-G\n" + said, "").succeeded();
    assertTrue(read.contains("\ncontrolmaster true\n"), read);
    assertTrue(read.contains("\ncontrolpersist 300\n"), read);
    assertTrue(read.contains("\ncontrolpath /tmp/100% of box\n"), read);
    assertTrue(
        run("G=-G\n" + asUser("-S", "none", "-MM", "box"), "")
            .succeeded()
            .contains("\ncontrolmaster ask\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [2001:db8::1]:2222      | hostname 2001:db8::1 | port 2222 | user me
          2001:db8::1             | hostname 2001:db8::1 | port 22   | user me
          ssh://a%40b@192.0.2.7:9 | hostname 192.0.2.7   | port 9    | user a@b
          -6 zoe@[::1]:7          | hostname ::1         | port 7    | user zoe
          """)
  void sshReadsThePlaceAsItIsMeant(String target, String host, String port, String user)
      throws Exception {
    String command = dryRun(("--no-api " + target).split(" "));
    String read = run("G=-G\n" + command, "").succeeded();
    assertTrue(read.contains(host + "\n"), read);
    assertTrue(read.contains(port + "\n"), read);
    assertTrue(read.contains(user + "\n"), read);
  }

  private String asUser(String... words) {
    String[] all = new String[words.length + 3];
    all[0] = "--host-key=accept-new";
    all[1] = "-l";
    all[2] = sshd.userName();
    System.arraycopy(words, 0, all, 3, words.length);
    return dryRun(all);
  }

  private String dryRun(String... words) {
    String[] all = new String[words.length + 2];
    all[0] = "connect";
    all[1] = "--dry-run";
    System.arraycopy(words, 0, all, 2, words.length);
    Result result = commands.run(all);
    assertEquals(0, result.status(), result.err());
    return result.out();
  }

  /** Runs the command in a shell, with an ssh that doesn't read this machine's configuration. */
  private static ProgramRun run(String command, String input) throws Exception {
    String ssh = "ssh() { command ssh $G -F /dev/null -oGlobalKnownHostsFile=/dev/null \"$@\"; }\n";
    return ProgramRun.of(java.util.Map.of(), input, "sh", "-c", ssh + command);
  }
}
