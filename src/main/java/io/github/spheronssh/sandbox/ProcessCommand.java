package io.github.spheronssh.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.Signal;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;

/**
 * A process joined to a channel: the three streams byte for byte, its status, and the signals that
 * the client sends. The status goes out when both outputs have ended, as sshd does it; a process
 * that a signal ended has 128 and the signal's number as its status.
 */
final class ProcessCommand implements Command {
  private static final int CHUNK = 32 * 1024;

  private static final List<Signal> FORWARDED =
      List.of(
          Signal.HUP, Signal.INT, Signal.QUIT, Signal.KILL, Signal.TERM, Signal.USR1, Signal.USR2);

  private final Function<Map<String, String>, Launch> launch;
  private InputStream in = InputStream.nullInputStream();
  private OutputStream out = OutputStream.nullOutputStream();
  private OutputStream err = OutputStream.nullOutputStream();
  private ExitCallback exit = (status, message, closeImmediately) -> {};
  private @Nullable Process process;

  /** A command that is made when it starts, from the variables that the client asked for. */
  ProcessCommand(Function<Map<String, String>, Launch> launch) {
    this.launch = launch;
  }

  @Override
  public void setInputStream(InputStream in) {
    this.in = in;
  }

  @Override
  public void setOutputStream(OutputStream out) {
    this.out = out;
  }

  @Override
  public void setErrorStream(OutputStream err) {
    this.err = err;
  }

  @Override
  public void setExitCallback(ExitCallback exit) {
    this.exit = exit;
  }

  @Override
  public void start(ChannelSession channel, Environment environment) throws IOException {
    Launch made = launch.apply(Map.copyOf(environment.getEnv()));
    Process started = made.builder().start();
    process = started;
    environment.addSignalListener((_, signal) -> send(signal, started), FORWARDED);
    made.terminalFile()
        .ifPresent(
            file ->
                environment.addSignalListener(
                    (_, _) -> resize(file, environment), List.of(Signal.WINCH)));
    Thread.ofVirtual().name("stdin").start(() -> feed(started));
    Thread outputs = pump("stdout", started.getInputStream(), out);
    Thread errors = pump("stderr", started.getErrorStream(), err);
    Thread.ofVirtual().name("exit").start(() -> await(started, outputs, errors));
  }

  /** Ends the process and all its children: the client is gone. */
  @Override
  public void destroy(ChannelSession channel) {
    Process started = process;
    if (started != null) {
      List<ProcessHandle> children = started.descendants().toList();
      started.destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private void await(Process started, Thread outputs, Thread errors) {
    try {
      int status = started.waitFor();
      outputs.join();
      errors.join();
      exit.onExit(status);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void feed(Process started) {
    try (OutputStream stdin = started.getOutputStream()) {
      copy(in, stdin);
    } catch (IOException e) {
      // The process reads no further, or the channel broke: its end is seen elsewhere.
    }
  }

  private static Thread pump(String name, InputStream from, OutputStream to) {
    return Thread.ofVirtual()
        .name(name)
        .start(
            () -> {
              try (from) {
                copy(from, to);
              } catch (IOException e) {
                // The channel is closed. With its pipe closed too, the process learns of it.
              }
            });
  }

  private static void copy(InputStream from, OutputStream to) throws IOException {
    var buffer = new byte[CHUNK];
    for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
      to.write(buffer, 0, count);
      to.flush();
    }
  }

  private static void resize(Path terminalFile, Environment environment) {
    try {
      Pty.resize(terminalFile, Map.copyOf(environment.getEnv()));
    } catch (IOException e) {
      // The process ended, or there is no stty(1): the terminal keeps its size.
    }
  }

  /** Java knows two signals only, so kill(1) sends them; to the children too, as sshd does. */
  private static void send(Signal signal, Process started) {
    var words = new ArrayList<>(List.of("kill", "-s", signal.name()));
    Stream.concat(Stream.of(started.toHandle()), started.descendants())
        .forEach(each -> words.add(Long.toString(each.pid())));
    try {
      new ProcessBuilder(words)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      started.destroy(); // a system without kill(1)
    }
  }
}
