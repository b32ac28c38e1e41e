package io.github.spheronssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.PackageUser;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import io.github.spheronssh.testing.RealSshd;
import io.github.spheronssh.testing.TmuxPane;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A shell on a real server, on a real terminal: all that a person does there, and how it ends. */
@DisabledOnOs(OS.WINDOWS)
final class ShellIT {
  private static final String CONNECT = "spheron-ssh connect -p $PORT 127.0.0.1";

  @TempDir Path folder;
  private RealSshd server;
  private PackageUser user;

  @BeforeEach
  void start() throws Exception {
    user = new PackageUser(folder.resolve("home"));
    // The shell is the tester's own login shell, which is to leave the tester's home alone.
    server =
        RealSshd.start(
            Files.createDirectory(folder.resolve("server")),
            "SetEnv HOME=%s HISTFILE=/dev/null".formatted(user.home()),
            "PrintMotd no",
            "PasswordAuthentication no",
            "KbdInteractiveAuthentication no");
    user.meet(server);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theRemoteSideHasThisTerminalItsSizesAndItsKeys() throws Exception {
    try (TmuxPane pane =
        run(
            "echo local:$TERM:; stty kill ^P",
            CONNECT + "; ended=$?; stty kill ^U; (exit $ended)")) {
      String local = part(awaitAll(pane, "local:", "\n"), "local:", ":");
      pane.type("echo at:$TERM:$(stty size):", "Enter");
      pane.await("at:" + local + ":24 80:");
      pane.type("stty -a", "Enter");
      pane.await(Pattern.compile("kill = \\^P;"));

      pane.type("trap 'echo now:$(stty size):' WINCH", "Enter");
      pane.type("sleep 1000 & echo set:$((40+2)); wait", "Enter");
      pane.await("set:42");
      pane.resize(97, 31);
      pane.await("now:31 97:");
      pane.resize(80, 24);
      pane.await("now:24 80:");
      pane.type("C-c");
      pane.type("echo still:$((40+2)); kill %1; exit 3", "Enter");
      pane.await("still:42");

      assertEnds(pane, 3);
    }
  }

  @Test
  void theSuspendKeyAndLettersOfAllKindsReachTheOtherSide() throws Exception {
    try (TmuxPane pane = run(CONNECT)) {
      pane.type("echo in:$((40+2))", "Enter");
      pane.await("in:42");
      pane.type("sh -c 'echo pid:$$; exec sleep 1000'", "Enter");
      pane.await(Pattern.compile("pid:\\d+"));
      pane.type("C-z");
      pane.await(Pattern.compile("(?i)(stopped|suspended).*sleep 1000"));
      pane.type("jobs; kill -9 %1; echo job:$((40+2))", "Enter");
      pane.await("job:42");

      pane.type("sh -c 'echo ready:$((40+2)); cat >typed; wc -c <typed; cat typed'", "Enter");
      pane.await("ready:42");
      pane.paste("grüße→日本\n");
      pane.type("C-d");
      pane.await(Pattern.compile("(?s)17\\s+grüße→日本"));
      pane.type("exit 4", "Enter");

      assertEnds(pane, 4);
    }
  }

  @Test
  void aTerminalIsMadeWhereItIsWished() throws Exception {
    String each =
        "for tty in no auto yes force; do echo $tty:$("
            + CONNECT
            + " -o RequestTTY=$tty 'test -t 0; echo $?' | tr -d '\\r'); done";
    try (TmuxPane pane = run(each, CONNECT + " -T")) {
      String shown = pane.await(Pattern.compile("force:\\d"));
      assertEquals(
          List.of("no:1", "auto:1", "yes:0", "force:0"),
          shown.lines().map(String::strip).filter(line -> line.matches("[a-z]+:\\d")).toList());
      pane.type("test -t 0; echo t:$?; exit 5", "Enter");
      pane.await("t:1");

      assertEnds(pane, 5);
    }
  }

  @ParameterizedTest
  @CsvSource({"less, '', q", "vi, -u NONE, :q!"})
  void aFullScreenProgramLeavesTheScreenAsItWas(String name, String options, String quit)
      throws Exception {
    Path program = RealPrograms.require(name);
    Path text = folder.resolve("text");
    Files.writeString(
        text, IntStream.range(0, 99).mapToObj(i -> "row" + i + "\n").collect(Collectors.joining()));
    try (TmuxPane pane = run(CONNECT)) {
      pane.type("echo before:$((40+2))", "Enter");
      pane.await("before:42");
      pane.type("'%s' %s '%s'; echo after:$((40+2))".formatted(program, options, text), "Enter");
      pane.await("row22");
      String within = pane.screen();
      pane.type(quit, "Enter");
      pane.await("after:42");
      String after = pane.screen();
      pane.type("exit", "Enter");

      assertTrue(within.contains("row1\n") && !within.contains("before:42"), within);
      assertTrue(!after.contains("row1\n") && after.contains("before:42"), after);
      assertEnds(pane, 0);
    }
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "HUP, 129", "INT, 130"})
  void aSignalToTheProgramLeavesTheTerminalAsItWas(String signal, int status) throws Exception {
    try (TmuxPane pane = run(CONNECT)) {
      pane.type("echo in:$((40+2))", "Enter");
      pane.await("in:42");
      String kill = RealPrograms.require("kill").toString();
      String pid = Long.toString(pane.program().pid());
      assertEquals(0, new ProcessBuilder(kill, "-" + signal, pid).start().waitFor());

      assertEnds(pane, status);
    }
  }

  @Test
  void aServerThatDiesIsToldOf() throws Exception {
    try (TmuxPane pane = run(CONNECT)) {
      pane.type("echo by:$PPID:", "Enter");
      Matcher serving =
          Pattern.compile("by:(\\d+):").matcher(pane.await(Pattern.compile("by:\\d+:")));
      assertTrue(serving.find());
      ProcessHandle.of(Long.parseLong(serving.group(1))).orElseThrow().destroyForcibly();

      String shown = assertEnds(pane, 255);
      assertTrue(shown.contains("spheron-ssh: error: session: "), shown);
      assertTrue(shown.contains("was lost"), shown);
    }
  }

  @Test
  void aServerThatFallsSilentIsToldOf() throws Exception {
    try (TmuxPane pane = run(CONNECT + " -o ServerAliveInterval=1 -o ServerAliveCountMax=2")) {
      pane.type("echo by:$PPID:", "Enter");
      Matcher serving =
          Pattern.compile("by:(\\d+):").matcher(pane.await(Pattern.compile("by:\\d+:")));
      assertTrue(serving.find());
      String kill = RealPrograms.require("kill").toString();
      assertEquals(0, new ProcessBuilder(kill, "-STOP", serving.group(1)).start().waitFor());

      String shown = assertEnds(pane, 255);
      assertTrue(shown.contains("the server has not answered for"), shown);
    }
  }

  @Test
  void anUnknownHostKeyIsAskedForOnce() throws Exception {
    Path knownHosts = user.home().resolve(".ssh/known_hosts");
    String known = Files.readString(knownHosts);
    Files.delete(knownHosts);
    String fingerprint = fingerprint(server.hostKey("ed25519"));
    String connect = CONNECT + " -oHashKnownHosts=no 'echo in:$((40+2))'";
    String keep = "mv ~/.ssh/known_hosts ";
    try (TmuxPane pane =
        run(
            "echo round 0; " + connect + "; echo status:$?",
            "echo round 1; " + connect,
            "echo status:$?; " + keep + "~/refused",
            "echo round 2; " + connect + "; " + keep + "~/checked",
            "echo round 3; " + connect,
            "echo round 4; " + connect)) {
      String question = "or the fingerprint)? ";
      assertTrue(pane.await(question).contains(fingerprint));
      pane.type("C-c");
      pane.await("status:130");
      awaitAll(pane, "round 1", question);
      pane.type("no", "Enter");
      pane.await("status:255");
      awaitAll(pane, "round 2", question);
      pane.type(fingerprint.replace('A', 'B'), "Enter");
      awaitAll(pane, "round 2", "Please type yes, no or the fingerprint");
      pane.type(fingerprint, "Enter");
      awaitAll(pane, "round 2", "in:42");
      awaitAll(pane, "round 3", question);
      pane.type("yes", "Enter");
      awaitAll(pane, "round 3", "in:42");

      String shown = assertEnds(pane, 0);
      assertFalse(part(shown, "round 0", "round 2").contains("in:42"), shown);
      String last = part(shown, "round 4", "ended with ");
      assertTrue(last.contains("in:42") && !last.contains(question), last);
      assertFalse(Files.exists(user.home().resolve("refused")), "a refused key is kept");
      String pinned = part(known, "", " host\n");
      assertTrue(Files.readString(user.home().resolve("checked")).startsWith(pinned));
      assertTrue(Files.readString(knownHosts).startsWith(pinned));
    }
  }

  @Test
  void aPassphraseIsAskedForThreeTimesWithoutEcho() throws Exception {
    Path keygen = RealPrograms.require("ssh-keygen");
    ProgramRun.of(keygen, "-q", "-p", "-a", "1", "-P", "", "-N", "xyzzy", "-f", user.key())
        .succeeded();
    try (TmuxPane pane =
        run("echo round 1; " + CONNECT + " echo in; echo status:$?", "echo round 2; " + CONNECT)) {
      for (int tries = 1; tries <= 3; tries++) {
        pane.await(Pattern.compile("(?s)(Passphrase of.*){" + tries + "}"));
        pane.type("plugh", "Enter");
      }
      pane.await("status:255");
      awaitAll(pane, "round 2", "Passphrase of");
      pane.type("plugh", "Enter");
      awaitAll(pane, "round 2", "Wrong. Passphrase of");
      pane.type("xyzzy", "Enter");
      pane.type("echo in:$((40+2)); exit", "Enter");
      pane.await("in:42");

      String shown = assertEnds(pane, 0);
      assertFalse(shown.contains("plugh") || shown.contains("xyzzy"), shown);
      assertEquals(3 + 2, shown.split("Passphrase of", -1).length - 1, shown);
    }
  }

  private TmuxPane run(String... commands) throws Exception {
    StringBuilder script = new StringBuilder();
    user.variables()
        .forEach((name, value) -> script.append("export %s='%s'%n".formatted(name, value)));
    script.append("trap : INT\nstty -a >'%s'%n".formatted(folder.resolve("before")));
    for (String command : commands) {
      script.append(command).append('\n');
    }
    script.append("status=$?\nstty -a >'%s'%n".formatted(folder.resolve("after")));
    return TmuxPane.run(folder, script + "echo \"ended with $status.\"\n");
  }

  /** The program ended like this, and left the terminal as it had found it. */
  private String assertEnds(TmuxPane pane, int status) throws Exception {
    String shown = pane.await(Pattern.compile("ended with \\d+\\."));
    assertTrue(shown.contains("ended with " + status + "."), shown);
    assertEquals(
        Files.readString(folder.resolve("before")), Files.readString(folder.resolve("after")));
    return shown;
  }

  /** Waits until the terminal was sent these texts, one after the other. */
  private static String awaitAll(TmuxPane pane, String first, String then) throws Exception {
    return pane.await(Pattern.compile("(?s)" + Pattern.quote(first) + ".*" + Pattern.quote(then)));
  }

  private static String fingerprint(String line) throws Exception {
    Path keygen = RealPrograms.require("ssh-keygen");
    String shown = ProgramRun.of(Map.of(), line + "\n", keygen, "-lf", "-").succeeded();
    return "SHA256:" + part(shown, "SHA256:", " ");
  }

  private static String part(String text, String from, String to) {
    int start = text.indexOf(from) + from.length();
    return text.substring(start, text.indexOf(to, start));
  }
}
