package io.github.spheronssh.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A package as the build makes it, and its commands as processes of their own. */
public record PackagedProgram(Path folder) {
  private static final int SECONDS = 240; // some runs start dozens of programs

  /** What a run left: its exit status, and its streams as UTF-8. */
  public record Result(int status, String out, String err) {}

  /** The package that this build has made. */
  public static PackagedProgram built() {
    Path folder = Path.of("target", "spheron-ssh").toAbsolutePath();
    assertTrue(Files.isDirectory(folder), "the package stands in " + folder);
    return new PackagedProgram(folder);
  }

  /** A launcher of the package, {@code spheron-ssh} or {@code spheron-connect}. */
  public Path launcher(String name) {
    boolean windows = System.getProperty("os.name").startsWith("Windows");
    return folder.resolve("bin").resolve(windows ? name + ".cmd" : name);
  }

  /** Copies the package, with modes, times and links, into a folder that doesn't exist yet. */
  public PackagedProgram copyTo(Path target) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(target.resolve(folder.relativize(from)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path from, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(
                from,
                target.resolve(folder.relativize(from)),
                StandardCopyOption.COPY_ATTRIBUTES,
                LinkOption.NOFOLLOW_LINKS);
            return FileVisitResult.CONTINUE;
          }
        });
    return new PackagedProgram(target);
  }

  /** Changes the text of a launcher, and nothing else about it. */
  public void edit(String launcher, String from, String to) throws IOException {
    Path file = launcher(launcher);
    FileTime time = Files.getLastModifiedTime(file);
    String text = Files.readString(file);
    assertTrue(text.contains(from), file + " holds " + from);
    Files.writeString(file, text.replace(from, to));
    Files.setLastModifiedTime(file, time);
  }

  /** Runs the program in the given folder with these variables alone and nothing on stdin. */
  public Result run(Path workingFolder, Map<String, String> variables, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(launcher("spheron-ssh").toString());
    command.addAll(List.of(arguments));
    return runCommand(workingFolder, variables, command);
  }

  /** Runs any command line as {@link #run} does. */
  public static Result runCommand(
      Path workingFolder, Map<String, String> variables, List<String> command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("stdout", "");
    Path err = Files.createTempFile("stderr", "");
    try {
      var builder = new ProcessBuilder(command).directory(workingFolder.toFile());
      builder.environment().clear();
      builder.environment().putAll(variables);
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      process.getOutputStream().close();
      boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      assertTrue(ended, () -> command + " took longer than " + SECONDS + " seconds");
      return new Result(process.exitValue(), text(out), text(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
