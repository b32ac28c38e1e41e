package io.github.spheronssh.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A real terminal, 80 by 24, in which a script runs; a tmux server of its own draws it. */
public final class TmuxPane implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path tmux;
  private final Path socket;
  private final StringBuilder shown = new StringBuilder();

  private TmuxPane(Path tmux, Path socket) {
    this.tmux = tmux;
    this.socket = socket;
  }

  /**
   * Runs the text as a script of sh, in a folder of which the path is short. Whatever keeps
   * programs from asking a person is unset there.
   */
  public static TmuxPane run(Path folder, String script) throws IOException {
    Path tmux = RealPrograms.require("tmux");
    var pane = new TmuxPane(tmux, folder.resolve("tmux"));
    Path file = folder.resolve("script");
    Path output = folder.resolve("output");
    String begin = "'%s' -S '%s' wait-for begin\n".formatted(tmux, pane.socket);
    Files.writeString(file, begin + "unset CI SSH_AUTH_SOCK SSH_ASKPASS ENV\n" + script);
    execute(List.of(RealPrograms.require("mkfifo").toString(), output.toString()));
    pane.tmux("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", "sh '" + file + "'");
    pane.tmux("set-option", "-g", "remain-on-exit", "on");
    pane.tmux("pipe-pane", "-O", "cat > '" + output + "'");
    Thread.ofVirtual().start(() -> pane.read(output));
    pane.tmux("wait-for", "-S", "begin");
    return pane;
  }

  /** Waits until the terminal was sent this text, and returns all that it was sent. */
  public String await(String text) throws InterruptedException {
    return await(Pattern.compile(text, Pattern.LITERAL));
  }

  /** Waits until this is found in all that the terminal was sent, and returns all of it. */
  public synchronized String await(Pattern text) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!text.matcher(shown).find()) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      assertTrue(left > 0, () -> "no '" + text + "' in: " + shown);
      wait(left);
    }
    return shown.toString();
  }

  /** Types keys, by tmux's names or as they are. */
  public void type(String... keys) throws IOException {
    var arguments = new ArrayList<>(List.of("send-keys"));
    arguments.addAll(List.of(keys));
    tmux(arguments.toArray(String[]::new));
  }

  /** Types a text as it is, whatever the locale is. */
  public void paste(String text) throws IOException {
    Path typed = Files.writeString(socket.resolveSibling("typed"), text);
    tmux("load-buffer", typed.toString());
    tmux("paste-buffer", "-d");
  }

  /**
   * Gives the terminal another size, of which its process is told by SIGWINCH, and waits until it
   * has it: tmux takes its time between the two.
   */
  public void resize(int columns, int rows) throws IOException {
    tmux("resize-window", "-x", String.valueOf(columns), "-y", String.valueOf(rows));
    String wanted = "rows %d; columns %d;".formatted(rows, columns);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!settings().contains(wanted)) {
      assertTrue(System.nanoTime() < deadline, () -> "the terminal never had " + wanted);
    }
  }

  /** What stands on the terminal now, a line a row. */
  public String screen() throws IOException {
    return tmux("capture-pane", "-p");
  }

  /** The program that the script runs at the moment. */
  public ProcessHandle program() throws IOException {
    long shell = Long.parseLong(tmux("display-message", "-p", "#{pane_pid}").strip());
    return ProcessHandle.of(shell).orElseThrow().children().findFirst().orElseThrow();
  }

  /** What {@code stty -a} says of the terminal. */
  public String settings() throws IOException {
    Path device = Path.of(tmux("display-message", "-p", "#{pane_tty}").strip());
    Process stty =
        new ProcessBuilder(RealPrograms.require("stty").toString(), "-a")
            .redirectInput(device.toFile())
            .start();
    return new String(stty.getInputStream().readAllBytes(), UTF_8);
  }

  @Override
  public void close() throws IOException {
    tmux("kill-server");
  }

  private String tmux(String... arguments) throws IOException {
    var command = new ArrayList<>(List.of(tmux.toString(), "-S", socket.toString()));
    command.addAll(List.of(arguments));
    return execute(command);
  }

  private static String execute(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    try {
      assertEquals(0, process.waitFor(), () -> command + ": " + said);
      return said;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + command + " ran", e);
    }
  }

  private void read(Path output) {
    try (InputStream in = Files.newInputStream(output)) {
      byte[] part = new byte[4096];
      for (int length = in.read(part); length >= 0; length = in.read(part)) {
        show(new String(part, 0, length, UTF_8));
      }
    } catch (IOException e) {
      show("the terminal's output could not be read: " + e);
    }
  }

  private synchronized void show(String text) {
    shown.append(text);
    notifyAll();
  }
}
