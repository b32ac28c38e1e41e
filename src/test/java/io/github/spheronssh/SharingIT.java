package io.github.spheronssh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.spheronssh.testing.PackageUser;
import io.github.spheronssh.testing.PackagedProgram.Result;
import io.github.spheronssh.testing.RealSshd;
import io.github.spheronssh.testing.TmuxPane;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** One connection for many: ssh's words for it, over sockets of our own. */
@Timeout(240)
@EnabledOnOs(OS.LINUX) // whose env(1) undoes what a background job inherits
final class SharingIT {
  private static final String CONNECT = "spheron-ssh connect -p $PORT -o ControlPath=~/.ssh/m ";
  private static final String AUTO =
      CONNECT + "-o ControlMaster=auto -o ControlPersist=yes 127.0.0.1 ";
  private static final String OVER = CONNECT + "127.0.0.1 ";

  @TempDir Path folder;
  private RealSshd server;
  private PackageUser user;
  private Path socket;

  @BeforeEach
  void start() throws Exception {
    user = new PackageUser(folder.resolve("home"));
    Files.setPosixFilePermissions(
        user.home().resolve(".ssh"), PosixFilePermissions.fromString("rwx------"));
    socket = user.home().resolve(".ssh/m.spheron");
    server =
        RealSshd.start(
            Files.createDirectory(folder.resolve("server")),
            "SetEnv HOME=%s HISTFILE=/dev/null".formatted(user.home()),
            "PrintMotd no",
            "Subsystem count wc -c");
    user.meet(server);
  }

  /** Masters end with their connections. */
  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void tenCommandsLogInOnce() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertEquals(new Result(0, i + "\n", ""), user.types(AUTO + "echo " + i));
    }
    assertEquals(1, logins());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
  }

  @Test
  void aClientIsWhatARunOfItsOwnWouldBe() throws Exception {
    assertEquals(new Result(3, "", ""), user.types(AUTO + "exit 3"));
    Result both = user.types("printf in | " + OVER + "'cat; echo; echo err >&2; exit 4'");
    assertEquals(new Result(4, "in\n", "err\n"), both);
    Result killed = user.types(OVER + "'kill -TERM $$'");
    assertEquals(128 + 15, killed.status());
    assertTrue(killed.err().contains("signal TERM ended the command"), killed.err());
    assertEquals("5\n", user.types("printf hello | " + CONNECT + "-s 127.0.0.1 count").out());
    Result left = user.types("echo one | { " + CONNECT + "-n 127.0.0.1 'cat; echo end'; cat; }");
    assertEquals("end\none\n", left.out(), left.err());
    Result reader = user.types("{ " + OVER + "yes; echo status:$? >&2; } | head -n 1");
    assertEquals(new Result(0, "y\n", "status:141\n"), reader);
    Result background = user.types(CONNECT + "-f 127.0.0.1 'echo back >~/back'; echo $?");
    assertEquals("0\n", background.out(), background.err());
    assertTrue(
        user.types(CONNECT + "-W 127.0.0.1:$PORT 127.0.0.1 </dev/null").out().startsWith("SSH-2"));
    assertEquals(1, logins());
  }

  @Test
  void bytesOfTwoClientsAtOnceAreNotMixed() throws Exception {
    user.types(AUTO + "true");
    String script =
        """
        for each in 1 2; do head -c 50000000 /dev/urandom >$each; done
        for each in 1 2; do %scat <$each >$each.back & done
        wait; cmp 1 1.back && cmp 2 2.back && echo same
        """
            .formatted(OVER);
    Process program = user.starts("sh", "-c", script);
    String out = new String(program.getInputStream().readAllBytes(), UTF_8);
    assertEquals("same\n", out, () -> program.errorReader().lines().toList().toString());
    assertEquals(1, logins());
  }

  @Test
  void aStalledClientStopsOnlyItself() throws Exception {
    user.types(AUTO + "true");
    Process stalled = user.starts("sh", "-c", "exec " + OVER + "'head -c 9000000 /dev/zero'");
    assertEquals(0, stalled.getInputStream().read());
    for (int i = 0; i < 3; i++) {
      assertEquals(new Result(0, "on\n", ""), user.types(OVER + "echo on"));
    }
    assertEquals(8_999_999, stalled.getInputStream().readAllBytes().length);
    assertEquals(0, endOf(stalled));
  }

  @Test
  void aKilledClientLeavesTheOthers() throws Exception {
    user.types(AUTO + "true");
    Process other = user.starts("sh", "-c", "exec " + OVER + "'echo on; cat'");
    assertEquals("on", other.inputReader().readLine());
    Process killed = user.starts("sh", "-c", "exec " + OVER + "'echo on; cat; echo ended >~/end'");
    assertEquals("on", killed.inputReader().readLine());
    killed.destroyForcibly().waitFor();
    assertEquals("", user.types(OVER + "'until grep ended ~/end; do sleep 0.1; done >&2'").out());
    if (!other.isAlive()) {
      fail(other.exitValue() + ": " + other.errorReader().lines().toList());
    }
    try (var in = other.outputWriter()) {
      in.write("still here\n");
    }
    assertEquals("still here", other.inputReader().readLine());
    assertEquals(0, endOf(other));
  }

  @Test
  void aKilledMasterEndsItsClientsAndIsReplaced() throws Exception {
    user.types(AUTO + "true");
    String once = "exec " + OVER + "'echo run >>~/runs; echo on; cat'";
    Process client = user.starts("sh", "-c", once);
    assertEquals("on", client.inputReader().readLine());
    ProcessHandle master = master();
    master.destroyForcibly();
    assertEquals(255, endOf(client));
    assertEquals("run\n", Files.readString(user.home().resolve("runs")));
    String said = String.join("\n", client.errorReader().lines().toList());
    assertTrue(said.contains("Control master terminated unexpectedly"), said);
    assertTrue(Files.exists(socket), "the killed master leaves its socket");
    Result refused = user.types(CONNECT + "-O check 127.0.0.1");
    assertEquals(255, refused.status());
    assertTrue(refused.err().contains("Connection refused"), refused.err());
    assertEquals(new Result(0, "again\n", ""), user.types(AUTO + "echo again"));
    assertEquals(new Result(0, "over\n", ""), user.types(OVER + "echo over"));
    assertEquals(2, logins());
  }

  @Test
  void theMasterIsToldWhatToDo() throws Exception {
    Result missing = user.types(CONNECT + "-O check 127.0.0.1");
    assertEquals(255, missing.status());
    assertTrue(
        missing.err().contains("Control socket connect(" + socket + "): No such file or directory"),
        missing.err());
    Result nowhere = user.types("spheron-ssh connect -O check 127.0.0.1");
    assertTrue(nowhere.err().contains("No ControlPath specified for \"-O\" command"));
    user.types(AUTO + "true");
    ProcessHandle master = master();

    Result forward = user.types(CONNECT + "-O forward -R 0:127.0.0.1:$PORT 127.0.0.1");
    assertEquals(0, forward.status(), forward.err());
    int port = Integer.parseInt(forward.out().strip());
    assertTrue(greeting(port).startsWith("SSH-2.0"));
    String cancel = CONNECT + "-O cancel -R " + port + ":127.0.0.1:$PORT 127.0.0.1";
    assertEquals(new Result(0, "", ""), user.types(cancel));
    assertThrows(IOException.class, () -> greeting(port));
    assertEquals(255, user.types(cancel).status());

    Process client = user.starts("sh", "-c", "exec " + OVER + "'echo on; cat'");
    assertEquals("on", client.inputReader().readLine());
    Result stop = user.types(CONNECT + "-O stop 127.0.0.1");
    assertEquals(new Result(0, "", "Stop listening request sent.\n"), stop);
    assertFalse(Files.exists(socket));
    assertTrue(master.isAlive(), "a client is still there");
    client.outputWriter().close();
    assertEquals(0, endOf(client));
    master.onExit().get(60, TimeUnit.SECONDS);

    user.types(AUTO + "true");
    master = master();
    Result exit = user.types(CONNECT + "-O exit 127.0.0.1");
    assertEquals(new Result(0, "", "Exit request sent.\n"), exit);
    master.onExit().get(60, TimeUnit.SECONDS);
    assertFalse(Files.exists(socket));
  }

  @Test
  void aMasterThatNobodyUsesEndsByItself() throws Exception {
    String brief = CONNECT + "-o ControlMaster=auto -o ControlPersist=2s 127.0.0.1 ";
    assertEquals(new Result(0, "on\n", ""), user.types(brief + "echo on"));
    Result check = user.types(CONNECT + "-O check 127.0.0.1");
    if (check.status() == 0) { // it may take longer than 2 s to ask
      ProcessHandle.of(pid(check)).ifPresent(master -> master.onExit().join());
    }
    assertFalse(Files.exists(socket));
    assertEquals(255, user.types(CONNECT + "-O check 127.0.0.1").status());
  }

  @Test
  void aMasterInTheForegroundWaitsForItsClients() throws Exception {
    Process master = user.starts("sh", "-c", "exec " + CONNECT + "-M 127.0.0.1 'echo on; cat'");
    assertEquals("on", master.inputReader().readLine());
    Process client = user.starts("sh", "-c", "exec " + OVER + "'echo on; cat'");
    assertEquals("on", client.inputReader().readLine());
    Result second = user.types(CONNECT + "-M 127.0.0.1 echo own");
    assertEquals(
        new Result(
            0,
            "own\n",
            "ControlSocket %s already exists, disabling multiplexing\n".formatted(socket)),
        second);
    assertEquals(2, logins());
    master.outputWriter().close();
    try (var in = client.outputWriter()) {
      in.write("still here\n");
    }
    assertEquals("still here", client.inputReader().readLine());
    assertEquals(0, endOf(client));
    assertEquals(0, endOf(master));
    assertFalse(Files.exists(socket));
  }

  @Test
  void twoThatBecomeMasterAtOnceBothRun() throws Exception {
    Process one = user.starts("sh", "-c", "exec " + AUTO + "echo one");
    Process two = user.starts("sh", "-c", "exec " + AUTO + "echo two");
    assertEquals("one\n", new String(one.getInputStream().readAllBytes(), UTF_8));
    assertEquals("two\n", new String(two.getInputStream().readAllBytes(), UTF_8));
    assertEquals(0, endOf(one));
    assertEquals(0, endOf(two));
    int before = logins();
    assertEquals(new Result(0, "over\n", ""), user.types(OVER + "echo over"));
    assertEquals(before, logins());
    master();
  }

  @Test
  void whereOthersMayEnterAFolderOfItsOwnIsMade() throws Exception {
    Path open = Files.createDirectory(user.home().resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    String there =
        "spheron-ssh connect -p $PORT -S ~/open/m -o ControlMaster=auto -o ControlPersist=yes ";
    assertEquals(new Result(0, "on\n", ""), user.types(there + "127.0.0.1 echo on"));
    Path made = open.resolve("m.spheron");
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
    assertEquals(0, user.types(there + "-O exit 127.0.0.1").status());
    Files.createDirectories(made);
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxrwxrwx"));
    user.isRefused(255, "bad owner or modes of " + made, there + "-M 127.0.0.1 true");
    user.isRefused(
        255, "ControlPath too long", there + "-S ~/" + "x".repeat(120) + " 127.0.0.1 true");
    user.isRefused(255, "there is no folder", there + "-S ~/none/m -M 127.0.0.1 true");
  }

  @Test
  void atATerminalAClientIsAShellOfItsOwn() throws Exception {
    user.types(AUTO + "true");
    var script = new StringBuilder();
    user.variables()
        .forEach((name, value) -> script.append("export %s='%s'%n".formatted(name, value)));
    script.append("cd; stty -a >before\n").append(OVER).append("\necho status:$?:\n");
    script.append("stty -a >after; read end\n");
    try (TmuxPane pane = TmuxPane.run(folder, script.toString())) {
      pane.type("echo in:$((40+1))", "Enter");
      pane.await("in:41");
      pane.resize(99, 33);
      pane.type("until stty size | grep '33 99'; do sleep 0.1; done; echo sized:$((40+2))");
      pane.type("Enter");
      pane.await("sized:42");
      pane.type("sleep 1000", "Enter", "C-c");
      pane.type("echo interrupted:$((40+3))", "Enter");
      pane.await("interrupted:43");
      pane.type("Enter", "~#");
      pane.await(Pattern.compile("are open:.*session \\(r", Pattern.DOTALL));
      pane.resize(80, 24);
      pane.type("Enter", "~.");
      pane.await("Shared connection to 127.0.0.1 closed.");
      pane.await("status:255:");
    }
    assertEquals(
        Files.readString(user.home().resolve("before")),
        Files.readString(user.home().resolve("after")));
    assertEquals(new Result(0, "over\n", ""), user.types(OVER + "echo over"));
  }

  @Test
  void theMastersUserIsAskedWhereTheyWantToBe() throws Exception {
    Path askpass = user.home().resolve("askpass");
    Files.writeString(askpass, "#!/bin/sh\necho \"$1\" >>~/asked; test -e ~/yes\n");
    Files.setPosixFilePermissions(askpass, PosixFilePermissions.fromString("rwx------"));
    user.with("SSH_ASKPASS", askpass);
    Process master = user.starts("sh", "-c", "exec " + CONNECT + "-MM 127.0.0.1 'echo on; cat'");
    assertEquals("on", master.inputReader().readLine());
    Result refused = user.types(OVER + "echo own");
    assertEquals("own\n", refused.out());
    assertTrue(refused.err().contains("the master refused"), refused.err());
    assertEquals(2, logins());
    Files.createFile(user.home().resolve("yes"));
    assertEquals(new Result(0, "over\n", ""), user.types(OVER + "echo over"));
    assertEquals(2, logins());
    assertEquals(
        "Allow shared connection to 127.0.0.1? \n".repeat(2),
        Files.readString(user.home().resolve("asked")));
    master.outputWriter().close();
    assertEquals(0, endOf(master));
  }

  private int logins() {
    return (int) server.log().stream().filter(line -> line.contains("Accepted publickey")).count();
  }

  private ProcessHandle master() throws Exception {
    return ProcessHandle.of(pid(user.types(CONNECT + "-O check 127.0.0.1"))).orElseThrow();
  }

  private static long pid(Result check) {
    Matcher running = Pattern.compile("Master running \\(pid=(\\d+)\\)\n").matcher(check.err());
    assertTrue(running.matches(), check.toString());
    return Long.parseLong(running.group(1));
  }

  private static String greeting(int port) throws IOException {
    try (var connection = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return new String(connection.getInputStream().readNBytes(7), UTF_8);
    }
  }

  private static int endOf(Process program) throws InterruptedException {
    boolean ended = program.waitFor(100, TimeUnit.SECONDS);
    if (!ended) {
      program.destroyForcibly();
    }
    assertTrue(ended, "the program ends");
    return program.exitValue();
  }
}
