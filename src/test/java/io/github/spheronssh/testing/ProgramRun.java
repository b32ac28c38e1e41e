package io.github.spheronssh.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What became of a program of others that a test ran to its end. */
public record ProgramRun(int status, String out, String err) {
  private static final int PATIENCE_SECONDS = 60;

  /** Runs a program with nothing on its standard input. */
  public static ProgramRun of(Object... command) throws IOException, InterruptedException {
    return of(Map.of(), "", command);
  }

  /** Runs a program with variables added to its environment, and text on its standard input. */
  public static ProgramRun of(Map<String, String> variables, String input, Object... command)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>();
    for (Object word : command) {
      words.add(String.valueOf(word));
    }
    var builder = new ProcessBuilder(words);
    // Where the program would ask a person, it has nobody to ask.
    builder.environment().keySet().removeAll(List.of("DISPLAY", "SSH_ASKPASS", "SSH_AUTH_SOCK"));
    builder.environment().putAll(variables);
    Process process = builder.start();
    var out = read(process.getInputStream());
    var err = read(process.getErrorStream());
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It ended without reading all of it, which its status and output explain.
      assertTrue(ends(process), () -> "hangs: " + words);
    }
    if (!ends(process)) {
      process.destroyForcibly();
      fail("hangs: " + words);
    }
    return new ProgramRun(process.exitValue(), out.join(), err.join());
  }

  /** The standard output of a run that has to have gone well. */
  public String succeeded() {
    assertEquals(0, status, () -> out + err);
    return out;
  }

  private static boolean ends(Process process) throws InterruptedException {
    return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static CompletableFuture<String> read(InputStream stream) {
    var text = new CompletableFuture<String>();
    Thread.startVirtualThread(
        () -> {
          try {
            text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
          } catch (IOException e) {
            text.completeExceptionally(new UncheckedIOException(e));
          }
        });
    return text;
  }
}
