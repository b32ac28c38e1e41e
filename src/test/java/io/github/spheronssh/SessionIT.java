package io.github.spheronssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.PackageUser;
import io.github.spheronssh.testing.PackagedProgram.Result;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import io.github.spheronssh.testing.RealSshd;
import io.github.spheronssh.testing.TmuxPane;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What ssh's letters make of a session: nothing, a subsystem, the background, other streams. */
@EnabledOnOs(OS.LINUX) // whose env(1) undoes what a background job inherits
final class SessionIT {
  private static final String CONNECT = "spheron-ssh connect -p $PORT ";

  @TempDir Path folder;
  private RealSshd server;
  private PackageUser user;

  @BeforeEach
  void start() throws Exception {
    user = new PackageUser(folder.resolve("home"));
    server =
        RealSshd.start(
            Files.createDirectory(folder.resolve("server")),
            "AcceptEnv SENT_* SET_*",
            "Subsystem sftp internal-sftp",
            "Subsystem count wc -c");
    user.meet(server);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aSubsystemIsStartedByItsName() throws Exception {
    Process program = user.starts("sh", "-c", "exec " + CONNECT + "-s 127.0.0.1 sftp");
    try (var out = new DataOutputStream(program.getOutputStream());
        var in = new DataInputStream(program.getInputStream())) {
      out.write(new byte[] {0, 0, 0, 5, 1, 0, 0, 0, 3}); // SSH_FXP_INIT, version 3
      out.flush();
      assertTrue(in.readInt() >= 5);
      assertEquals(2, in.readByte(), "SSH_FXP_VERSION");
      assertEquals(3, in.readInt());
    }
    assertEquals(0, endOf(program));
    assertEquals("5\n", types("printf hello | " + CONNECT + "127.0.0.1 -s count").out());
    Result unknown = types(CONNECT + "-s 127.0.0.1 nothing");
    assertEquals(255, unknown.status(), unknown.err());
  }

  @Test
  void variablesAreSentAndSet() throws Exception {
    Result result =
        types(
            "SENT_ONE=1 SENT_TWO='2 x' SENT_NOT=3 "
                + CONNECT
                + "-o SendEnv='SENT_* SENT_NOT' -o SendEnv=-SENT_NOT -o 'SetEnv=SET_A=\"a b\""
                + " SET_B=ü' 127.0.0.1 'echo $SENT_ONE/$SENT_TWO/$SENT_NOT/$SET_A/$SET_B'");
    assertEquals("1/2 x/3/a b/ü\n", result.out(), result.err());
    Result taken =
        types(
            "SENT_NOT=3 "
                + CONNECT
                + "-o SendEnv='SENT_A SENT_NOT' -o SendEnv=-SENT_NOT 127.0.0.1 'echo :$SENT_NOT:'");
    assertEquals("::\n", taken.out(), taken.err());
  }

  @Test
  void aConfiguredCommandRunsInTheShellsPlace() throws Exception {
    assertEquals("a  b\n", types(CONNECT + "-o 'RemoteCommand=echo \"a  b\"' 127.0.0.1").out());
  }

  @Test
  void nothingRunsAndTheConnectionStays() throws Exception {
    Process program = user.starts("sh", "-c", "exec " + CONNECT + "-v -N 127.0.0.1");
    awaitLogin(program);
    assertTrue(program.isAlive());
    program.destroy();
    assertEquals(143, endOf(program));

    program = user.starts("sh", "-c", "exec " + CONNECT + "-v -N 127.0.0.1");
    awaitLogin(program);
    server.close();
    assertEquals(255, endOf(program));
  }

  /** The server listens at 127.0.0.1 alone, whatever else this name may mean. */
  @Test
  void addressesAreTriedOneAfterTheOtherAndOfOneFamilyAlone() throws Exception {
    String login = CONNECT + "-o HostKeyAlias='[127.0.0.1]:'$PORT ";
    assertEquals("in\n", types(login + "localhost echo in").out());
    assertEquals("in\n", types(login + "-4 localhost echo in").out());
    Result none = types(login + "-6 localhost echo in");
    assertEquals(255, none.status(), none.out());
    assertTrue(none.err().matches("(?s)spheron-ssh: error: (TCP|DNS): .*"), none.err());
    Result nowhere = types(CONNECT + "-o HostName=no-such-host.invalid 127.0.0.1 true");
    assertEquals(255, nowhere.status());
    assertTrue(nowhere.err().startsWith("spheron-ssh: error: DNS: "), nowhere.err());
  }

  @Test
  void withoutInputWhatIsTypedStaysForOthers() throws Exception {
    Result result =
        types("printf 'one\\ntwo\\n' | { " + CONNECT + "-n 127.0.0.1 'cat; echo end'; cat; }");
    assertEquals("end\none\ntwo\n", result.out(), result.err());
  }

  @Test
  void messagesGoToTheirFileAndTheRemoteSidesToStderr() throws Exception {
    Result result = types(CONNECT + "-v -E messages 127.0.0.1 'echo remote >&2; exit 4'");
    assertEquals(new Result(4, "", "remote\n"), result);
    Path messages = user.home().resolve("messages");
    assertTrue(Files.readString(messages).contains("debug1: logged in as "));
    assertEquals(
        new Result(255, "", ""), types("spheron-ssh connect -E messages -p 1 127.0.0.1 true"));
    assertTrue(Files.readString(messages).contains("spheron-ssh: error: "));
    Result quiet = types(CONNECT + "-o LogLevel=ERROR 127.0.0.1 'kill -TERM $$'");
    assertEquals(new Result(128 + 15, "", ""), quiet);
  }

  @Test
  void aTerminalIsForcedWhereStdinIsNone() throws Exception {
    Result forced = types("echo | " + CONNECT + "-tt 127.0.0.1 'test -t 0 && stty size'");
    assertEquals("24 80", forced.out().lines().toList().getLast().strip(), forced.err());
    Result asked = types("echo | " + CONNECT + "-t 127.0.0.1 'test -t 0'");
    assertEquals(1, asked.status());
    assertTrue(asked.err().contains("no terminal is made"), asked.err());
  }

  @Test
  void theHandshakeIsToldInItsOrderAndNoSecretOfIt() throws Exception {
    String secret = "planted passphrase";
    Path keygen = RealPrograms.require("ssh-keygen");
    ProgramRun.of(keygen, "-q", "-p", "-a", "1", "-P", "", "-N", secret, "-f", user.key())
        .succeeded();
    Path askpass = user.home().resolve("askpass");
    Files.writeString(askpass, "#!/bin/sh\necho '" + secret + "'\n");
    askpass.toFile().setExecutable(true);
    user.with("SSH_ASKPASS", askpass).with("SSH_ASKPASS_REQUIRE", "force");

    Result result = types(CONNECT + "-vvv 127.0.0.1 'echo the output'");

    assertEquals(0, result.status(), result.err());
    String told = result.err();
    int before = 0;
    for (String step :
        List.of(
            "debug1: connecting to 127.0.0.1 port ",
            "debug1: connected to 127.0.0.1 port ",
            "debug1: the server is SSH-2.0-OpenSSH_",
            "debug3: received KEXINIT (message 20)",
            "debug2: client offers kex algorithms: ",
            "debug2: server offers kex algorithms: ",
            "debug1: agreed on ",
            "debug1: the host key is ssh-ed25519 SHA256:",
            "debug3: received NEWKEYS (message 21)",
            "debug1: the server lets in by publickey",
            "offered",
            "would be taken",
            "debug3: sent USERAUTH_REQUEST (message 50)\n",
            "debug1: logged in as ",
            "debug3: sent CHANNEL_OPEN",
            "debug3: received CHANNEL_DATA",
            "debug3: received CHANNEL_CLOSE")) {
      int at = told.indexOf(step, before);
      assertTrue(at >= 0, step + " in its place in\n" + told);
      before = at;
    }
    assertFalse(told.contains(secret) || told.contains("the output\n"), told);
    List<String> lines = Files.readAllLines(user.key());
    for (String line : lines.subList(1, lines.size() - 1)) {
      assertFalse(told.contains(line), line);
    }
  }

  @Test
  void inTheBackgroundItGoesOnWithoutATerminal() throws Exception {
    Files.createDirectory(user.home().resolve("tmp"));
    user.with("TMPDIR", user.home().resolve("tmp"));
    Path pipe = user.home().resolve("pipe");
    ProgramRun.of(RealPrograms.require("mkfifo"), pipe).succeeded();
    String wait = "read word <%s; echo \"$word\"".formatted(pipe);
    Result result =
        types(
            CONNECT
                + "-f 127.0.0.1 '"
                + wait
                + "' >said; echo status:$?; ps -eo sid=,pid=,tty=,args= | grep \"[j]ar connect -p"
                + " $PORT\"; echo go >pipe; while ! grep go said; do sleep 0.1; done");
    String[] lines = result.out().split("\n", -1);
    assertEquals("status:0", lines[0], result.toString());
    String[] process = lines[1].strip().split(" +", -1);
    assertEquals(process[0], process[1], "it leads a session of its own: " + lines[1]);
    assertEquals("?", process[2], "it has no terminal: " + lines[1]);
    assertEquals("go", lines[2]);
    try (var left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertFalse(left.anyMatch(file -> file.getFileName().toString().startsWith("spheron-ssh-")));
    }
  }

  @Test
  void aLoginThatFailsIsToldBeforeTheBackground() throws Exception {
    Result result = types(CONNECT + "-f -l nobody-here 127.0.0.1 true; echo status:$?");
    assertEquals("status:255\n", result.out());
    assertTrue(result.err().contains("could not log in as nobody-here"), result.err());
  }

  @Test
  void onTheWayToTheBackgroundAPersonIsAsked() throws Exception {
    Path keygen = RealPrograms.require("ssh-keygen");
    ProgramRun.of(keygen, "-q", "-p", "-a", "1", "-P", "", "-N", "xyzzy", "-f", user.key())
        .succeeded();
    var script = new StringBuilder();
    user.variables()
        .forEach((name, value) -> script.append("export %s='%s'%n".formatted(name, value)));
    script.append(CONNECT + "-f 127.0.0.1 'echo in the background'; echo status:$?:\nread end\n");
    try (TmuxPane pane = TmuxPane.run(folder, script.toString())) {
      pane.await("Passphrase of");
      pane.type("xyzzy", "Enter");
      pane.await("status:0:");
      pane.await("in the background");
    }
  }

  private Result types(String script) throws Exception {
    return user.types(script);
  }

  private static void awaitLogin(Process program) throws Exception {
    String line = "";
    while (!line.contains("logged in as")) {
      line = program.errorReader().readLine();
      assertNotNull(line, "the program logs in");
    }
  }

  private static int endOf(Process program) throws InterruptedException {
    boolean ended = program.waitFor(60, TimeUnit.SECONDS);
    if (!ended) {
      program.destroyForcibly();
    }
    assertTrue(ended, "the program ends");
    return program.exitValue();
  }
}
