import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;

/**
 * Makes the package: {@code Package IMAGE JARS LICENCES TIME}, run from the project's folder on the
 * JDK whose runtime goes into it.
 */
final class Package {
  /** What jdeps sees reached, without what only unused corners of the libraries reach. */
  private static final String MODULES =
      "java.base,java.logging,java.management,java.rmi,java.xml,jdk.httpserver,jdk.net,jdk.unsupported";

  private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");

  /** For the training run and every later one: a cache serves only a JVM that is set up alike. */
  private static final List<String> JAVA_OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xmx256m",
          // The heap of every machine, however much memory that has: a short command fits into the
          // young generation, and a long one has used all of that soon.
          "-Xms64m",
          "-Xmn40m",
          // Addresses in the order that the system's resolver has them (RFC 6724), not IPv4 first.
          "-Djava.net.preferIPv6Addresses=system",
          // What the JVM has to say of its cache it would say on stdout.
          "-Xlog:disable",
          "-XX:+DisplayVMOutputToStderr",
          // Nothing of the process's memory goes to a file or another process.
          "-XX:-UsePerfData",
          "-XX:+DisableAttachMechanism",
          "-XX:-CreateCoredumpOnCrash",
          "-XX:ErrorFile=" + (WINDOWS ? "NUL" : "/dev/null"));

  /** A cache comes from one process: this one command uses all that shall start fast. */
  private static final List<String> TRAINING = List.of("sandbox", "--tour");

  private static final int TRAINING_SECONDS = 120;

  private final Path image;
  private final Path cache;
  private final FileTime time;

  private Package(Path image, FileTime time) {
    this.image = image;
    this.cache = image.resolve("lib/spheron-ssh.aot");
    this.time = time;
  }

  public static void main(String[] arguments) throws Exception {
    var made =
        new Package(
            Path.of(arguments[0]).toAbsolutePath(), FileTime.from(Instant.parse(arguments[3])));
    try {
      made.empty();
      made.runtime();
      made.jars(Path.of(arguments[1]));
      made.launchers();
      made.licences(Path.of(arguments[2]));
      made.settle();
      made.train();
      made.settle();
    } catch (Failure e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private void empty() throws IOException {
    if (Files.exists(image)) {
      for (Path each : tree(image).reversed()) {
        Files.delete(each);
      }
    }
    Files.createDirectories(image);
  }

  private void runtime() {
    var output = new StringWriter();
    var print = new PrintWriter(output, true);
    String[] options = {
      "--add-modules=" + MODULES,
      "--strip-debug",
      "--no-man-pages",
      "--no-header-files",
      "--compress=zip-6",
      "--output=" + image.resolve("runtime")
    };
    int status = ToolProvider.findFirst("jlink").orElseThrow().run(print, print, options);
    if (status != 0) {
      throw new Failure("jlink failed:\n" + output);
    }
  }

  private void jars(Path from) throws IOException {
    Path lib = Files.createDirectory(image.resolve("lib"));
    String program = "spheron-ssh.jar";
    Files.copy(from.resolve(program), lib.resolve(program));
    try (var own = new JarFile(from.resolve(program).toFile())) {
      String classPath = own.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      for (String name : classPath.split(" ")) {
        var jar = new CacheableJar(Files.copy(from.resolve(name), lib.resolve(name)), time);
        jar.removeSignature();
        if (name.startsWith("picocli-")) {
          jar.addStackMaps();
        }
      }
    }
  }

  private void launchers() throws IOException {
    Path bin = Files.createDirectory(image.resolve("bin"));
    Path from = Path.of("src/build/launcher");
    String options = String.join(" ", JAVA_OPTIONS);
    String unix = Files.readString(from.resolve("spheron-ssh")).replace("@JAVA_OPTIONS@", options);
    Files.writeString(bin.resolve("spheron-ssh"), unix);
    Files.writeString(bin.resolve("spheron-connect"), unix);
    String windows =
        Files.readString(from.resolve("spheron-ssh.cmd"))
            .replaceAll("\\R", "\r\n")
            .replace("@JAVA_OPTIONS@", options);
    Files.writeString(bin.resolve("spheron-ssh.cmd"), windows.replace("@COMMAND@", ""));
    Files.writeString(bin.resolve("spheron-connect.cmd"), windows.replace("@COMMAND@", "connect"));
  }

  /**
   * The third parties' own texts, as most of their jars carry them, and the list of who they are.
   */
  private void licences(Path from) throws IOException {
    Files.copy(Path.of("LICENSE"), image.resolve("LICENSE"));
    Path licences = Files.createDirectory(image.resolve("licences"));
    for (Path folder : List.of(from, Path.of("src/build/licences"))) {
      for (Path text : tree(folder)) {
        if (Files.isRegularFile(text)) {
          Files.copy(text, licences.resolve(text.getFileName()));
        }
      }
    }
    for (Path jar : tree(image.resolve("lib"))) {
      if (!jar.toString().endsWith(".jar")) {
        continue;
      }
      try (FileSystem content = FileSystems.newFileSystem(jar)) {
        for (Path text : tree(content.getPath("META-INF"))) {
          if (text.toString().matches("META-INF/[^/]*(LICENSE|NOTICE)[^/]*")) {
            String name = jar.getFileName().toString().replace(".jar", "");
            Path folder = Files.createDirectories(licences.resolve(name));
            Files.copy(text, folder.resolve(text.getFileName().toString()));
          }
        }
      }
    }
  }

  /**
   * Gives every file a whole-second time that an archive keeps, because a cache serves only jars of
   * the time it knows, and a mode for every user, whatever the builder's umask.
   */
  private void settle() throws IOException {
    for (Path each : tree(image).reversed()) {
      if (Files.isSymbolicLink(each)) {
        continue;
      }
      if (!WINDOWS) {
        boolean runs = Files.isDirectory(each) || Files.isExecutable(each) || isLauncher(each);
        Files.setPosixFilePermissions(
            each, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
      }
      Files.setLastModifiedTime(each, time);
    }
  }

  private boolean isLauncher(Path file) {
    return file.getParent().equals(image.resolve("bin")) && !file.toString().endsWith(".cmd");
  }

  /** Runs the training command, and proves that the cache it leaves can be used. */
  private void train() throws IOException, InterruptedException {
    java("training the ahead-of-time cache", List.of("-XX:AOTCacheOutput=" + cache), TRAINING);
    java(
        "using the ahead-of-time cache",
        List.of("-XX:AOTCache=" + cache, "-XX:AOTMode=on"),
        List.of("--version"));
  }

  private void java(String purpose, List<String> options, List<String> arguments)
      throws IOException, InterruptedException {
    Path home = Files.createTempDirectory("spheron-training");
    Path output = home.resolve("output");
    try {
      var command = new ArrayList<String>();
      command.add(image.resolve("runtime/bin/java").toString());
      command.addAll(options);
      command.addAll(JAVA_OPTIONS);
      command.addAll(List.of("-Dspheron.home=" + image, "-Dspheron.tty="));
      command.addAll(List.of("-jar", image.resolve("lib/spheron-ssh.jar").toString()));
      command.addAll(arguments);
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.redirectOutput(output.toFile());
      builder.environment().keySet().retainAll(Set.of("PATH", "SystemRoot", "TEMP", "TMP"));
      builder.environment().putAll(Map.of("HOME", home.toString(), "LC_ALL", "C.UTF-8"));
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(TRAINING_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        throw new Failure(purpose + " took longer than " + TRAINING_SECONDS + " seconds");
      }
      if (process.exitValue() != 0 || !Files.exists(cache)) {
        throw new Failure(purpose + " failed:\n" + Files.readString(output));
      }
    } finally {
      for (Path each : tree(home).reversed()) {
        Files.delete(each);
      }
    }
  }

  /** A folder and all that lies in it, parents first, in an order that is always the same. */
  private static List<Path> tree(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return List.of();
    }
    try (var files = Files.walk(folder)) {
      return files.sorted().toList();
    }
  }

  private static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failure(String message) {
      super(message);
    }
  }
}
