package io.github.spheronssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.PackagedProgram;
import io.github.spheronssh.testing.PackagedProgram.Result;
import io.github.spheronssh.testing.RealPrograms;
import io.github.spheronssh.testing.ShowArguments;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher hands the program what its user gave, and nothing else. */
@DisabledOnOs(OS.WINDOWS)
final class LauncherIT {
  private final PackagedProgram built = PackagedProgram.built();
  private Path folder;
  private Map<String, String> variables;

  @BeforeEach
  void startElsewhere(@TempDir Path folder) throws Exception {
    this.folder = folder.toRealPath();
    variables = Map.of("HOME", folder.toString(), "PATH", "/usr/bin:/bin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"C.UTF-8", "C", "POSIX", "xx_XX.UTF-8", ""})
  void argumentsArriveAsTheyAre(String locale) throws Exception {
    PackagedProgram shows = showingArguments(folder.resolve("show"));
    String[] arguments = {
      "@file", "*", "", " two  words ", "a\nb\tc", "'\"`$HOME\\", "é 鍵 🔑", "-Dx=y", "-h", "--", "-"
    };

    Result result = shows.run(folder, with("LC_ALL", locale), arguments);

    assertEquals(
        """
        argument @file
        argument *
        argument\s
        argument  two  words\s
        argument a\\nb\\tc
        argument '"`$HOME\\\\
        argument é 鍵 🔑
        argument -Dx=y
        argument -h
        argument --
        argument -
        """,
        result.out().substring(0, result.out().indexOf("home ")));
    assertEquals("", result.err());
  }

  @Test
  void theLauncherSaysWhereItsPackageIs() throws Exception {
    PackagedProgram shows = showingArguments(folder.resolve("show"));

    Result result = shows.run(folder, variables);

    assertEquals(shows.folder() + "/bin/..", line(result, "home "));
    assertEquals("", line(result, "tty "));
  }

  @Test
  @EnabledOnOs(OS.LINUX) // where script(1) takes a command so
  void theLauncherSaysWhichStreamsAreTerminals() throws Exception {
    PackagedProgram shows = showingArguments(folder.resolve("show"));
    Path script = RealPrograms.require("script");
    Result onTerminal =
        command(
            folder,
            script.toString(),
            "-qec",
            shows.launcher("spheron-ssh") + " </dev/null",
            "/dev/null");
    assertEquals("12", line(onTerminal, "tty "), onTerminal.toString());
  }

  @Test
  void variablesMeantForOtherJavasChangeNothing() throws Exception {
    PackagedProgram shows = showingArguments(folder.resolve("show"));
    Result result =
        shows.run(
            folder,
            Map.of(
                "HOME", folder.toString(),
                "JAVA_TOOL_OPTIONS", "-Dinjected=tool",
                "_JAVA_OPTIONS", "-Dinjected=options",
                "JDK_JAVA_OPTIONS", "-Dinjected=jdk",
                "_JAVA_LAUNCHER_DEBUG", "1",
                "JAVA_HOME", "/nowhere",
                "CLASSPATH", "/nowhere"));

    assertEquals("null", line(result, "injected "));
    assertEquals("", result.err());
  }

  @Test
  void aStreamThatIsClosedIsNoFileOfTheProgram() throws Exception {
    String launcher = built.launcher("spheron-ssh").toString();

    assertEquals(0, inShell(folder, launcher + " --version <&- >&- 2>&-").status());
    Result whole = inShell(folder, launcher + " --version");
    assertEquals(whole, inShell(folder, launcher + " --version <&-"));
    assertEquals(whole, inShell(folder, launcher + " --version 2>&-"));
  }

  @Test
  void endsWithTheStatusOfTheProgram() throws Exception {
    assertEquals(0, built.run(folder, variables, "--help").status());
    Result wrong = built.run(folder, variables, "--no-such-option");
    assertEquals(2, wrong.status());
    assertEquals("", wrong.out());
    assertTrue(wrong.err().startsWith("spheron-ssh: error: "), wrong.err());
  }

  @Test
  void spheronConnectIsTheConnectCommand() throws Exception {
    PackagedProgram shows = showingArguments(folder.resolve("show"));
    Path link = Files.createSymbolicLink(folder.resolve("ssh"), shows.launcher("spheron-connect"));

    assertEquals("connect", line(command(folder, link.toString(), "host"), "argument "));
  }

  @Test
  void theWindowsLaunchersStartTheSameJava() throws Exception {
    for (String name : List.of("spheron-ssh", "spheron-connect")) {
      String text = Files.readString(built.folder().resolve("bin/" + name + ".cmd"));

      assertTrue(text.lines().count() > 3, text);
      assertEquals(text.lines().count(), text.split("\r\n", -1).length - 1, "CRLF line ends");
      assertFalse(text.contains("@JAVA_OPTIONS@") || text.contains("@COMMAND@"), text);
      assertTrue(text.contains("-XX:AOTCache=%~dp0..\\lib\\spheron-ssh.aot"), text);
      assertEquals(name.equals("spheron-connect"), text.contains("\" connect %*"), text);
    }
  }

  private PackagedProgram showingArguments(Path target) throws Exception {
    PackagedProgram copy = built.copyTo(target);
    Path classes =
        Path.of(ShowArguments.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String show = "-cp '" + classes + "' " + ShowArguments.class.getName();
    for (String launcher : List.of("spheron-ssh", "spheron-connect")) {
      copy.edit(launcher, "-jar \"$home/lib/spheron-ssh.jar\"", show);
    }
    return copy;
  }

  private Result inShell(Path workingFolder, String script) throws Exception {
    return PackagedProgram.runCommand(workingFolder, variables, List.of("/bin/sh", "-c", script));
  }

  private Result command(Path workingFolder, String... command) throws Exception {
    return PackagedProgram.runCommand(workingFolder, variables, List.of(command));
  }

  private Map<String, String> with(String name, String value) {
    var more = new java.util.HashMap<>(variables);
    more.put(name, value);
    return more;
  }

  private static String line(Result result, String start) {
    return result
        .out()
        .lines()
        .filter(line -> line.startsWith(start))
        .findFirst()
        .orElseThrow(() -> new AssertionError(result.toString()))
        .substring(start.length())
        .stripTrailing();
  }
}
