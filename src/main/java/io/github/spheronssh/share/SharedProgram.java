package io.github.spheronssh.share;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.ssh.ExitStatus;
import io.github.spheronssh.ssh.Layer;
import io.github.spheronssh.ssh.Outlet;
import io.github.spheronssh.ssh.RemoteProgram;
import io.github.spheronssh.ssh.SshException;
import io.github.spheronssh.ssh.Streams;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A program that runs over a master's connection, joined to this process's streams. */
final class SharedProgram implements RemoteProgram {
  private static final int CHUNK = 32 * 1024;

  private final Wire wire;
  private final Streams streams;
  private final Outlet out;
  private final Outlet err;
  private final int[] unread = new int[2]; // what waits for each of the two
  private final WindowedOutput in;
  private final CompletableFuture<ExitStatus> ended = new CompletableFuture<>();
  private volatile boolean outBroke;

  private SharedProgram(Wire wire, Streams streams) {
    this.wire = wire;
    this.streams = streams;
    this.out = new Outlet("shared-stdout", streams.out(), drain(0));
    this.err = new Outlet("shared-stderr", streams.err(), drain(1));
    this.in = new WindowedOutput(wire, FrameKind.INPUT, FrameKind.INPUT_END);
  }

  /** Asks for a program, and waits until it runs; nothing of the input is read before. */
  static SharedProgram start(Wire wire, FrameKind kind, Body request, Streams streams)
      throws SpheronSshException {
    var program = new SharedProgram(wire, streams);
    program.begin(kind, request);
    Thread.ofVirtual().name("shared-output").start(program::receive);
    Thread.ofPlatform().daemon().name("shared-stdin").start(() -> program.send(streams.in()));
    return program;
  }

  private void begin(FrameKind kind, Body request) throws SpheronSshException {
    out.start();
    err.start();
    try {
      wire.send(kind, request);
      Frame frame = wire.receive();
      while (frame.kind() != FrameKind.STARTED) {
        if (frame.kind() == FrameKind.REFUSED) {
          SpheronSshException refusal = ControlClient.refusal(frame);
          wire.close();
          throw new MasterRefusedException(refusal.getMessage(), refusal.hint().orElse(null));
        }
        if (!take(frame)) {
          return; // it ended so soon, or failed: await() tells
        }
        frame = wire.receive();
      }
    } catch (IOException e) {
      throw gone(e);
    }
  }

  private static SshException gone(IOException e) {
    return new SshException(
        Layer.SESSION, "Control master terminated unexpectedly", "run it again to log in anew", e);
  }

  private void receive() {
    try (wire) {
      while (take(wire.receive())) {}
    } catch (IOException e) {
      ended.completeExceptionally(gone(e));
    } finally {
      in.window().close();
    }
  }

  /** Does what a frame says; false where it was the last. */
  private boolean take(Frame frame) throws IOException {
    switch (frame.kind()) {
      case OUTPUT -> add(0, out, frame.body());
      case ERRORS -> add(1, err, frame.body());
      case OUTPUT_END -> Thread.ofVirtual().name("shared-end").start(this::endOutput);
      case ROOM -> {
        Fields fields = frame.fields();
        in.window().give(fields.number(Window.SIZE));
        fields.end();
      }
      case STARTED -> {}
      case ENDED -> {
        ended.complete(Wording.status(frame.fields()));
        return false;
      }
      case FAILED -> {
        SpheronSshException failure = ControlClient.refusal(frame);
        ended.completeExceptionally(
            new SshException(Layer.SESSION, failure.getMessage(), failure.hint().orElse(null)));
        return false;
      }
      default -> throw new IOException("a master goes on with " + frame.kind());
    }
    return true;
  }

  private void add(int stream, Outlet outlet, byte[] bytes) throws IOException {
    synchronized (unread) {
      if (bytes.length > Window.SIZE - unread[stream]) {
        throw new IOException("the master sends more than it was given room for");
      }
      unread[stream] += bytes.length;
    }
    outlet.add(bytes, 0, bytes.length);
  }

  /** Whoever reads standard output sees its end, and may go on sending. */
  private void endOutput() {
    try {
      out.finish();
      streams.out().close();
    } catch (IOException e) {
      tell(FrameKind.INPUT_END, new Body()); // nobody reads, which ends the other way too
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Outlet.Drain drain(int stream) {
    return new Outlet.Drain() {
      @Override
      public void taken(int count) throws IOException {
        synchronized (unread) {
          unread[stream] -= count;
        }
        if (!ended.isDone()) {
          wire.send(FrameKind.ROOM, new Body().number(stream).number(count));
        }
      }

      @Override
      public void broke() {
        if (stream == 0) {
          outBroke = true;
          abandon();
        }
      }
    };
  }

  private void send(InputStream from) {
    try {
      byte[] chunk = new byte[CHUNK];
      for (int count = from.read(chunk); count >= 0; count = from.read(chunk)) {
        in.write(chunk, 0, count);
      }
    } catch (IOException e) {
      // A stream that can't be read ends here as well as one that did end; so does a program.
      if (ended.isDone()) {
        return;
      }
    }
    tell(FrameKind.INPUT_END, new Body());
  }

  @Override
  public ExitStatus await() throws SpheronSshException {
    try {
      ExitStatus status = ended.get();
      out.finish();
      err.finish();
      return outBroke ? new ExitStatus.Signalled("PIPE", "", false) : status;
    } catch (ExecutionException e) {
      if (outBroke) {
        return new ExitStatus.Signalled("PIPE", "", false);
      }
      finish();
      throw e.getCause() instanceof SpheronSshException known
          ? known
          : new SshException(Layer.SESSION, String.valueOf(e.getMessage()), null, e);
    } catch (InterruptedException e) {
      abandon();
      throw interrupted(e);
    }
  }

  /** What came before the end is written first. */
  private void finish() throws SpheronSshException {
    try {
      out.finish();
      err.finish();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static SshException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new SshException(Layer.SESSION, "interrupted", null, e);
  }

  @Override
  public void windowChanged(int columns, int rows) {
    tell(FrameKind.RESIZE, Wording.size(columns, rows));
  }

  @Override
  public void sendBreak() {
    tell(FrameKind.BREAK, new Body());
  }

  private void tell(FrameKind kind, Body body) {
    try {
      wire.send(kind, body);
    } catch (IOException e) {
      return; // the master is gone, which await() tells
    }
  }

  @Override
  public String description() {
    return "shared session";
  }

  @Override
  public void abandon() {
    try {
      wire.close();
    } catch (IOException e) {
      ended.completeExceptionally(gone(e));
    }
  }
}
