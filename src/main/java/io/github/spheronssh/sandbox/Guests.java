package io.github.spheronssh.sandbox;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The commands that run in a sandbox; none outlives it. */
final class Guests implements Closeable {
  private static final int GRACE_SECONDS = 5;

  private final Set<Process> running = ConcurrentHashMap.newKeySet();
  private boolean closed;

  int run(List<String> words, Map<String, String> variables, Environment outer)
      throws SpheronSshException {
    var command = new ArrayList<>(words);
    command.set(0, program(words.getFirst(), variables.getOrDefault("PATH", ""), outer));
    var builder = new ProcessBuilder(command).inheritIO();
    builder.environment().clear();
    builder.environment().putAll(variables);
    Process process = start(builder, words.getFirst());
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SpheronSshException("interrupted while '%s' ran".formatted(words.getFirst()));
    } finally {
      end(process);
      running.remove(process);
    }
  }

  /** Asks every command to end, and after a while makes it. */
  @Override
  public void close() {
    synchronized (running) {
      closed = true; // what is being started right now is waited for, and nothing starts after it
    }
    running.forEach(Guests::end);
  }

  private Process start(ProcessBuilder builder, String name) throws SpheronSshException {
    synchronized (running) {
      if (closed) {
        throw new SpheronSshException("the sandbox ended before '%s' ran".formatted(name));
      }
      return startNow(builder, name);
    }
  }

  private Process startNow(ProcessBuilder builder, String name) throws SpheronSshException {
    try {
      Process process = builder.start();
      running.add(process);
      return process;
    } catch (IOException e) {
      throw new SpheronSshException(
          "could not run '%s': %s".formatted(name, e.getMessage()), null, e);
    }
  }

  private static void end(Process process) {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    children.forEach(ProcessHandle::destroy);
    try {
      process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  /** Java looks on its own PATH, which has not the command's first entry. */
  private static String program(String name, String path, Environment outer)
      throws SpheronSshException {
    if (name.contains("/") || name.contains(File.separator)) {
      return name;
    }
    List<String> suffixes = outer.isWindows() ? List.of(".exe", ".cmd", ".bat") : List.of("");
    Optional<Path> found =
        Stream.of(path.split(File.pathSeparator, -1))
            .filter(folder -> !folder.isEmpty())
            .flatMap(folder -> suffixes.stream().map(end -> Path.of(folder, name + end)))
            .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
            .findFirst();
    return found
        .map(Path::toString)
        .orElseThrow(
            () ->
                new SpheronSshException(
                    "there is no program '%s' on PATH".formatted(name), "give its whole path"));
  }
}
