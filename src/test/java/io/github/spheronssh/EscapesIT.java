package io.github.spheronssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.PackageUser;
import io.github.spheronssh.testing.RealPrograms;
import io.github.spheronssh.testing.RealSshd;
import io.github.spheronssh.testing.TmuxPane;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The escapes of ssh(1), typed at a real terminal under a shell that has jobs. */
@DisabledOnOs(OS.WINDOWS)
final class EscapesIT {
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
            "SetEnv HOME=%s HISTFILE=/dev/null".formatted(user.home()),
            "PrintMotd no",
            "LogLevel DEBUG1");
    user.meet(server);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theyTellAndDoWhatSshsDo() throws Exception {
    try (TmuxPane pane = connect("127.0.0.1")) {
      pane.type("~?");
      pane.await("~.   end the connection");
      pane.type("~#");
      pane.await(Pattern.compile("are open:\\s+#0 session \\(r0"));
      pane.type("~v");
      pane.await("[LogLevel DEBUG1]");
      pane.type("~R");
      pane.await("debug1: new keys by ");
      pane.type("~V");
      pane.await("[LogLevel INFO]");
      pane.type("~C");
      pane.await("the command line is off");
      pane.type("~B");
      server.awaitLog("request break");
      pane.type("echo '", "Enter", "~~one", "Enter", "~two", "Enter", "x~.three'", "Enter");
      pane.await(Pattern.compile("\\n~one\\s+~two\\s+x~.three\\s"));
      leave(pane);
    }
  }

  @Test
  void theCommandLineIsThereWhereItIsSwitchedOn() throws Exception {
    try (TmuxPane pane = connect("-o EnableEscapeCommandline=yes 127.0.0.1")) {
      pane.type("~C");
      pane.await("ssh> ");
      pane.type("plugh", "Enter");
      pane.await("Invalid command.");
      pane.type("echo on:$((40+2))", "Enter");
      pane.await("on:42");
      pane.type("Enter");
      leave(pane);
    }
  }

  @Test
  void aSuspendedProgramGivesTheTerminalBackAndTakesItAgain() throws Exception {
    try (TmuxPane pane = connect("127.0.0.1")) {
      pane.type("~", "C-z");
      pane.await("[suspend ssh]");
      pane.await("Stopped");
      pane.type("stty -a >within; echo local:$((40+2))", "Enter");
      pane.await("local:42");
      pane.resize(99, 33);
      pane.type("fg", "Enter");
      pane.type("echo size:$(stty size):", "Enter");
      pane.await("size:33 99:");
      pane.resize(80, 24);
      pane.type("Enter");
      leave(pane);
    }
    assertEquals(
        stty("before"), stty("within").replace("rows 33; columns 99", "rows 24; columns 80"));
  }

  @Test
  void inTheBackgroundItEndsWhenTheRemoteShellDoes() throws Exception {
    try (TmuxPane pane = connect("127.0.0.1")) {
      // A shell that ends at once might do so before the program has stopped itself.
      pane.type("trap 'until [ -e ~/go ]; do sleep 0.1; done; echo ended >~/ended' EXIT", "Enter");
      pane.type("echo set:$((40+2))", "Enter");
      pane.await("set:42");
      pane.type("~&");
      pane.await(Pattern.compile("(?s)\\[backgrounded].*Stopped.*local\\$ "));
      pane.type("touch ~/go; while kill -0 %1; do sleep 0.1; done; stty -a >after");
      pane.type("; echo local:$((40+3))");
      pane.type("Enter");
      pane.await("local:43");
    }
    assertEquals("ended\n", Files.readString(user.home().resolve("ended")));
    assertEquals(stty("before"), stty("after"));
  }

  @Test
  void anotherCharacterOrNoneMayBeginThem() throws Exception {
    try (TmuxPane pane = connect("-e ^x 127.0.0.1")) {
      pane.type("echo ~.$((40+2))", "Enter");
      pane.await("~.42");
      pane.type("C-x", "?");
      pane.await("^X.   end the connection");
      pane.type("C-x", ".");
      pane.await(Pattern.compile("closed\\.\\s+local\\$ "));
      pane.type(CONNECT + "-e none 127.0.0.1; echo status:$?:", "Enter");
      pane.type("echo in:$((40+3))", "Enter");
      pane.await("in:43");
      pane.type("~.$((40+4))", "Enter");
      pane.await("~.44");
      pane.type("exit 5", "Enter");
      pane.await("status:5:");
    }
  }

  @Test
  void aFrozenConnectionIsLeftAtOnce() throws Exception {
    try (TmuxPane pane = connect("127.0.0.1")) {
      pane.type("echo by:$PPID:", "Enter");
      Matcher serving =
          Pattern.compile("by:(\\d+):").matcher(pane.await(Pattern.compile("by:\\d+:")));
      assertTrue(serving.find());
      signal("STOP", serving.group(1));
      try {
        pane.type("Enter");
        leave(pane);
      } finally {
        signal("KILL", serving.group(1));
      }
    }
  }

  /** A shell with jobs, and in it a connection that shows its first prompt. */
  private TmuxPane connect(String arguments) throws Exception {
    var script = new StringBuilder();
    user.variables()
        .forEach((name, value) -> script.append("export %s='%s'%n".formatted(name, value)));
    script.append(
        "cd\nexport PS1='local$ '\nexec '%s' -i%n".formatted(RealPrograms.require("dash")));
    TmuxPane pane = TmuxPane.run(folder, script.toString());
    pane.await("local$ ");
    pane.type("stty -a >before; " + CONNECT + arguments, "Enter");
    pane.type("echo in:$((40+1))", "Enter");
    pane.await("in:41");
    return pane;
  }

  private void leave(TmuxPane pane) throws Exception {
    pane.type("~.");
    pane.await(Pattern.compile("Connection to 127.0.0.1 closed\\.\\s+local\\$ "));
    pane.type("echo status:$?:; stty -a >after; echo left:$((40+2))", "Enter");
    pane.await("left:42");
    String shown = pane.await("status:255:");
    assertFalse(shown.contains("error:"), shown);
    assertEquals(stty("before"), stty("after"));
  }

  private String stty(String file) throws Exception {
    return Files.readString(user.home().resolve(file));
  }

  private static void signal(String name, String pid) throws Exception {
    String kill = RealPrograms.require("kill").toString();
    assertEquals(0, new ProcessBuilder(kill, "-" + name, pid).start().waitFor());
  }
}
