package io.github.spheronssh.share;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.forward.ForwardException;
import io.github.spheronssh.forward.ForwardSpec;
import io.github.spheronssh.ssh.ExitStatus;
import io.github.spheronssh.ssh.Place;
import io.github.spheronssh.ssh.ProgramRefusedException;
import io.github.spheronssh.ssh.RemoteProgram;
import io.github.spheronssh.ssh.SessionRequest;
import io.github.spheronssh.ssh.Streams;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One client of a master: it asks for one thing, and where that is a program, stays with it. */
final class Visitor {
  private final ControlMaster master;
  private final Wire wire;
  private final WindowedInput in;
  private final WindowedOutput out;
  private final WindowedOutput err;
  private volatile @Nullable RemoteProgram program;
  private volatile boolean gone;

  Visitor(ControlMaster master, Wire wire) {
    this.master = master;
    this.wire = wire;
    this.in = new WindowedInput(count -> wire.send(FrameKind.ROOM, new Body().number(count)));
    this.out = new WindowedOutput(wire, FrameKind.OUTPUT, FrameKind.OUTPUT_END);
    this.err = new WindowedOutput(wire, FrameKind.ERRORS, FrameKind.OUTPUT_END);
  }

  /** Serves the client to its end. */
  void serve() {
    try (wire) {
      wire.greet(Wire.Greeting.of(Optional.of(master.session().hostKey())));
      wire.greeted();
      Frame asked = wire.receive();
      answer(asked);
      while (true) {
        take(wire.receive());
      }
    } catch (IOException e) {
      master.note("a client left: " + e.getMessage());
    } finally {
      gone();
      master.left(this);
    }
  }

  /** What of the client's still runs or waits learns that nobody is there any more. */
  private void gone() {
    gone = true;
    in.fail();
    out.window().close();
    err.window().close();
    RemoteProgram running = program;
    if (running != null) {
      running.abandon();
    }
  }

  /** Leaves the client, which learns that its master is gone. */
  void leave() {
    try {
      wire.close();
    } catch (IOException e) {
      master.note("a client could not be left: " + e.getMessage());
    }
  }

  Optional<String> description() {
    RemoteProgram running = program;
    return running == null ? Optional.empty() : Optional.of(running.description());
  }

  private void answer(Frame asked) throws IOException {
    Fields fields = asked.fields();
    switch (asked.kind()) {
      case SESSION -> session(Wording.session(fields, master.environment()));
      case JOIN -> join(Wording.place(fields));
      case CHECK -> wire.send(FrameKind.DONE);
      case STOP -> stop();
      case EXIT -> exit();
      case FORWARD -> forward(Wording.forward(fields));
      case CANCEL -> cancel(fields);
      case REKEY -> rekey();
      case LIST -> wire.send(FrameKind.DONE, Wording.lines(master.list()));
      default -> throw new IOException("a client begins with " + asked.kind());
    }
  }

  private void take(Frame frame) throws IOException {
    switch (frame.kind()) {
      case INPUT -> in.add(frame.body());
      case INPUT_END -> in.end();
      case ROOM -> room(frame.fields());
      case RESIZE -> resize(frame.fields());
      case BREAK -> {
        RemoteProgram running = program;
        if (running != null) {
          running.sendBreak();
        }
      }
      default -> throw new IOException("a client goes on with " + frame.kind());
    }
  }

  private void room(Fields fields) throws IOException {
    WindowedOutput stream = fields.flag() ? err : out;
    stream.window().give(fields.number(Window.SIZE));
    fields.end();
  }

  private void resize(Fields fields) throws IOException {
    int columns = Wording.size(fields);
    int rows = Wording.size(fields);
    fields.end();
    RemoteProgram running = program;
    if (running != null) {
      running.windowChanged(columns, rows);
    }
  }

  private void session(SessionRequest request) throws IOException {
    if (!master.allows("Allow shared connection to")) {
      refuse("the master's user says no", null);
      return;
    }
    RemoteProgram started;
    try {
      started = master.session().start(request, new Streams(in, out, err));
    } catch (ProgramRefusedException e) {
      refuse(e.getMessage(), e.hint().orElse(null));
      return;
    } catch (SpheronSshException e) {
      fail(e);
      return;
    }
    program = started;
    if (gone) {
      started.abandon();
    }
    wire.send(FrameKind.STARTED);
    Thread.ofVirtual().name("control-program").start(() -> await(started));
  }

  private void await(RemoteProgram started) {
    try {
      ExitStatus status = started.await();
      wire.send(FrameKind.ENDED, Wording.status(status));
      wire.end();
    } catch (SpheronSshException e) {
      endWith(e);
    } catch (IOException e) {
      master.note("a client left before its program: " + e.getMessage());
    }
  }

  private void endWith(SpheronSshException failure) {
    try {
      fail(failure);
    } catch (IOException e) {
      master.note("a client left before it was told: " + failure.getMessage());
    }
  }

  private void join(Place place) throws IOException {
    if (!(place instanceof Place.Host to)) {
      throw new IOException("a client asks to be joined to a path");
    }
    if (!master.allows("Allow forward to " + place + " on")) {
      refuse("the master's user says no", null);
      return;
    }
    wire.send(FrameKind.STARTED);
    Thread.ofVirtual()
        .name("control-join")
        .start(
            () -> {
              try {
                master.forwards().join(to, in, out);
                wire.send(FrameKind.ENDED, Wording.status(new ExitStatus.Exited(0)));
                wire.end();
              } catch (SpheronSshException e) {
                endWith(e);
              } catch (IOException e) {
                master.note("a client left before it was joined: " + e.getMessage());
              }
            });
  }

  private void stop() throws IOException {
    if (!master.allows("Disable further multiplexing on shared connection to")) {
      refuse("the master's user says no", null);
      return;
    }
    master.stop();
    wire.send(FrameKind.DONE);
  }

  private void exit() throws IOException {
    if (!master.allows("Terminate shared connection to")) {
      refuse("the master's user says no", null);
      return;
    }
    master.stop();
    wire.send(FrameKind.DONE);
    wire.end();
    master.end();
    master.session().close();
  }

  private void forward(ForwardSpec spec) throws IOException {
    if (!master.allows("Open " + spec + " on")) {
      refuse("the master's user says no", null);
      return;
    }
    try {
      Place place = master.forwards().contains(spec) ? spec.listen() : master.forwards().add(spec);
      wire.send(FrameKind.DONE, Wording.place(place));
    } catch (ForwardException e) {
      refuse(e.getMessage(), e.hint().orElse(null));
    } catch (SpheronSshException e) {
      fail(e);
    }
  }

  private void cancel(Fields fields) throws IOException {
    ForwardSpec.Kind kind = Wording.kind(fields);
    Place place = Wording.place(fields);
    try {
      boolean cancelled = master.forwards().cancel(kind, place);
      wire.send(FrameKind.DONE, new Body().flag(cancelled));
    } catch (SpheronSshException e) {
      fail(e);
    }
  }

  private void rekey() throws IOException {
    try {
      master.session().rekey();
      wire.send(FrameKind.DONE);
    } catch (SpheronSshException e) {
      fail(e);
    }
  }

  private void refuse(String message, @Nullable String hint) throws IOException {
    wire.send(FrameKind.REFUSED, new Body().text(message).optional(Optional.ofNullable(hint)));
    wire.end();
  }

  private void fail(SpheronSshException e) throws IOException {
    wire.send(FrameKind.FAILED, new Body().text(e.getMessage()).optional(e.hint()));
    wire.end();
  }
}
