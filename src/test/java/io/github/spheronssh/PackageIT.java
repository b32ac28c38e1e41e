package io.github.spheronssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.PackagedProgram;
import io.github.spheronssh.testing.PackagedProgram.Result;
import io.github.spheronssh.testing.RealPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The package works wherever it lies, whoever runs it, and starts from its cache there. */
@DisabledOnOs(OS.WINDOWS)
final class PackageIT {
  private static final String VERSION = "spheron-ssh 0.1.0\n";
  private static final String CACHE = "lib/spheron-ssh.aot";

  private final PackagedProgram built = PackagedProgram.built();
  private Path folder;
  private Map<String, String> variables;

  @BeforeEach
  void letOthersIn(@TempDir Path folder) throws IOException {
    this.folder = folder.toRealPath();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    variables = Map.of("HOME", folder.toString(), "PATH", "/usr/bin:/bin");
  }

  @Test
  void runsFromAnyFolder() throws Exception {
    assertStarts(built.run(folder, variables, "--version"));
    assertStarts(built.run(Path.of("/"), variables, "--version"));
    assertStarts(inShell(built.folder(), "bin/spheron-ssh --version"));
    assertStarts(inShell(built.folder().resolve("bin"), "./spheron-ssh --version"));
    assertStarts(inShell(folder, "PATH=" + built.folder() + "/bin:$PATH; spheron-ssh --version"));
  }

  @Test
  void runsThroughLinks() throws Exception {
    Path spaced = Files.createDirectory(folder.resolve("with space"));
    Path bin = Files.createDirectory(spaced.resolve("bin"));
    Path launcher = built.launcher("spheron-ssh");
    Files.createSymbolicLink(bin.resolve("absolute"), launcher);
    Files.createSymbolicLink(bin.resolve("relative"), bin.relativize(launcher));
    Files.createSymbolicLink(bin.resolve("first"), Path.of("second"));
    Files.createSymbolicLink(bin.resolve("second"), Path.of("../bin/relative"));
    Files.createSymbolicLink(folder.resolve("package"), built.folder());

    for (String link : List.of("absolute", "relative", "first")) {
      assertStarts(command(folder, bin.resolve(link).toString(), "--version"));
      assertStarts(inShell(bin, "./" + link + " --version"));
      assertStarts(inShell(spaced, "PATH=bin:$PATH; " + link + " --version"));
    }
    assertStarts(
        command(folder, folder.resolve("package/bin/spheron-ssh").toString(), "--version"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "with two  spaces", "Schlüssel 鍵", "odd'$(chars)\"%20;&#*"})
  void startsFromItsCacheWhereverItIsMoved(String name) throws Exception {
    PackagedProgram moved = built.copyTo(folder.resolve(name));

    assertStartsFromCache(moved, variables);
    assertStartsFromCache(moved, with("LC_ALL", "C"));
    assertStartsFromCache(moved, with("LANG", "xx_XX.UTF-8"));
  }

  @Test
  void startsFromItsCacheWhenUnpackedFromTheArchive() throws Exception {
    Path archive;
    try (Stream<Path> files = Files.list(built.folder().resolve(".."))) {
      archive = files.filter(file -> file.toString().endsWith(".tar.gz")).findFirst().orElseThrow();
    }
    Path tar = RealPrograms.require("tar");
    Result unpacked = command(folder, tar.toString(), "-xzf", archive.toString());
    assertEquals(0, unpacked.status(), unpacked.err());

    assertStartsFromCache(new PackagedProgram(folder.resolve("spheron-ssh-0.1.0")), variables);
  }

  @Test
  void startsFromItsCacheWhereNothingMayBeWritten() throws Exception {
    PackagedProgram readOnly = built.copyTo(folder.resolve("read-only"));
    logClasses(readOnly);
    makeReadOnly(readOnly.folder());
    Path logs = Files.createDirectory(folder.resolve("logs"));
    Files.setPosixFilePermissions(logs, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path log = logs.resolve("classes");

    Result result = asAnotherUserIfRoot(readOnly.launcher("spheron-ssh"), log);

    assertStarts(result);
    assertUsesCache(log);
    makeWritable(readOnly.folder());
  }

  @Test
  void aCacheThatCannotServeCostsNothingButSpeed() throws Exception {
    PackagedProgram copy = built.copyTo(folder.resolve("copy"));
    Path cache = copy.folder().resolve(CACHE);
    Path library = copy.folder().resolve("lib/picocli-4.7.7.jar");
    byte[] whole = Files.readAllBytes(cache);
    FileTime time = Files.getLastModifiedTime(library);

    Files.setLastModifiedTime(library, FileTime.fromMillis(time.toMillis() + 60_000));
    assertStarts(copy.run(folder, variables, "--version"));

    Files.setLastModifiedTime(library, time);
    Files.write(cache, java.util.Arrays.copyOf(whole, whole.length / 2));
    assertStarts(copy.run(folder, variables, "--version"));

    Files.writeString(cache, "no cache at all");
    assertStarts(copy.run(folder, variables, "--version"));

    Files.delete(cache);
    assertStarts(copy.run(folder, variables, "--version"));
  }

  @Test
  void carriesTheLicencesOfAllItHolds() throws Exception {
    Path licences = built.folder().resolve("licences");
    String thirdParties = Files.readString(licences.resolve("THIRD-PARTY.txt"));
    try (Stream<Path> jars = Files.list(built.folder().resolve("lib"))) {
      for (Path jar : jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
        String name = jar.getFileName().toString().replaceFirst("(-[0-9][^-]*)?\\.jar$", "");
        assertTrue(name.equals("spheron-ssh") || thirdParties.contains(":" + name + ":"), name);
      }
    }
    assertFalse(thirdParties.contains("Unknown license"), thirdParties);
    assertTrue(Files.exists(built.folder().resolve("LICENSE")));
    assertTrue(Files.exists(built.folder().resolve("runtime/legal/java.base/LICENSE")));
  }

  private static void assertStarts(Result result) {
    assertEquals(new Result(0, VERSION, ""), result);
  }

  private void assertStartsFromCache(PackagedProgram program, Map<String, String> environment)
      throws Exception {
    if (!Files.readString(program.launcher("spheron-ssh")).contains("class+load")) {
      logClasses(program);
    }
    Path log = Files.createTempFile(folder, "classes", "");
    var logged = new java.util.HashMap<>(environment);
    logged.put("CLASS_LOG", log.toString());
    assertStarts(program.run(folder, logged, "--version"));
    assertUsesCache(log);
  }

  private static void logClasses(PackagedProgram program) throws IOException {
    program.edit(
        "spheron-ssh", "-Xlog:disable", "-Xlog:disable \"-Xlog:class+load=info:file=$CLASS_LOG\"");
  }

  private static void assertUsesCache(Path log) throws IOException {
    String main = "io.github.spheronssh.cli.Main source: ";
    List<String> loaded = Files.readAllLines(log).stream().filter(l -> l.contains(main)).toList();
    assertEquals(1, loaded.size(), loaded::toString);
    assertTrue(loaded.getFirst().contains("shared objects file"), loaded::toString);
  }

  private Result asAnotherUserIfRoot(Path launcher, Path log) throws Exception {
    var logged = Map.of("HOME", "/", "PATH", "/usr/bin:/bin", "CLASS_LOG", log.toString());
    if (!System.getProperty("user.name").equals("root")) {
      return PackagedProgram.runCommand(folder, logged, List.of(launcher.toString(), "--version"));
    }
    String setpriv = RealPrograms.require("setpriv").toString();
    return PackagedProgram.runCommand(
        folder,
        logged,
        List.of(
            setpriv,
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
            launcher.toString(),
            "--version"));
  }

  private static void makeReadOnly(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.filter(f -> !Files.isSymbolicLink(f)).toList()) {
        boolean runs = Files.isExecutable(file);
        Files.setPosixFilePermissions(
            file, PosixFilePermissions.fromString(runs ? "r-xr-xr-x" : "r--r--r--"));
      }
    }
  }

  private static void makeWritable(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.filter(Files::isDirectory).toList()) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
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
}
