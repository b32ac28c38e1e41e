package io.github.spheronssh.share;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.forward.ForwardSpec;
import io.github.spheronssh.ssh.Place;
import io.github.spheronssh.ssh.RemoteProgram;
import io.github.spheronssh.ssh.SessionRequest;
import io.github.spheronssh.ssh.Streams;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A master of another process, as its clients see it. Each request has a socket of its own. */
public final class ControlClient {
  private final ControlSocket socket;

  private ControlClient(ControlSocket socket) {
    this.socket = socket;
  }

  /** What of a master this program can be a client of. */
  public static ControlClient of(ControlSocket socket) {
    return new ControlClient(socket);
  }

  /**
   * Whether a master listens that this program can talk to.
   *
   * @param notes told why not, where one listens all the same
   */
  public boolean isThere(Consumer<String> notes) throws SpheronSshException {
    try {
      return switch (socket.connect()) {
        case ControlSocket.Answer.Taken taken -> {
          try (var wire = new Wire(taken.channel())) {
            wire.greet();
            wire.greeted();
            wire.send(FrameKind.CHECK);
            yield wire.receive().kind() == FrameKind.DONE;
          }
        }
        case ControlSocket.Answer.Missing _, ControlSocket.Answer.Stale _ -> false;
      };
    } catch (Wire.OtherVersion e) {
      notes.accept("the master at %s is not used: %s".formatted(socket, e.getMessage()));
      return false;
    } catch (IOException e) {
      return false; // it is just going
    }
  }

  /** The process number of the master. */
  public int check() throws SpheronSshException {
    try (Wire wire = dial()) {
      int process = wire.greeted();
      wire.send(FrameKind.CHECK);
      done(wire);
      return process;
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** Has it take no more clients. */
  public void stop() throws SpheronSshException {
    ask(FrameKind.STOP, new Body());
  }

  /** Has it end, and with it what runs over it. */
  public void exit() throws SpheronSshException {
    ask(FrameKind.EXIT, new Body());
  }

  /** Has new keys exchanged. */
  public void rekey() throws SpheronSshException {
    ask(FrameKind.REKEY, new Body());
  }

  /**
   * Has it set up a forward, unless it has this one.
   *
   * @return where it waits, with the port that the server chose
   */
  public Place add(ForwardSpec spec) throws SpheronSshException {
    try {
      return Wording.place(ask(FrameKind.FORWARD, Wording.forward(spec)).fields());
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** Has it cancel a forward; false where there is none. */
  public boolean cancel(ForwardSpec.Kind kind, Place place) throws SpheronSshException {
    try {
      return ask(FrameKind.CANCEL, Wording.cancel(kind, place)).fields().flag();
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** What is open, a line each. */
  public List<String> list() throws SpheronSshException {
    try {
      return Wording.lines(ask(FrameKind.LIST, new Body()).fields());
    } catch (IOException e) {
      throw lost(e);
    }
  }

  private Frame ask(FrameKind kind, Body body) throws SpheronSshException {
    try (Wire wire = dial()) {
      wire.greeted();
      wire.send(kind, body);
      return done(wire);
    } catch (IOException e) {
      throw lost(e);
    }
  }

  private static Frame done(Wire wire) throws IOException, ShareException {
    Frame answer = wire.receive();
    if (answer.kind() != FrameKind.DONE) {
      throw refusal(answer);
    }
    return answer;
  }

  /** What a master said in the place of what was asked for. */
  static ShareException refusal(Frame answer) throws IOException {
    if (answer.kind() != FrameKind.REFUSED && answer.kind() != FrameKind.FAILED) {
      throw new IOException("it answers with " + answer.kind());
    }
    Fields fields = answer.fields();
    return new ShareException(fields.text(), fields.optional().orElse(null));
  }

  /**
   * Starts a program over the master's connection, whose streams these are.
   *
   * @throws MasterRefusedException where nothing of it has run
   */
  public RemoteProgram start(SessionRequest request, Streams streams) throws SpheronSshException {
    return start(FrameKind.SESSION, Wording.session(request), streams);
  }

  /**
   * Joins streams to a place that the server reaches, until both ways have ended.
   *
   * @throws MasterRefusedException where nothing was sent
   */
  public void join(Place.Host to, Streams streams) throws SpheronSshException {
    start(FrameKind.JOIN, Wording.place(to), streams).await();
  }

  private RemoteProgram start(FrameKind kind, Body body, Streams streams)
      throws SpheronSshException {
    try {
      Wire wire = dial();
      wire.greeted();
      return SharedProgram.start(wire, kind, body, streams);
    } catch (IOException e) {
      throw new MasterRefusedException("it can't be reached: " + e.getMessage(), null);
    }
  }

  /** Connects, and greets. */
  private Wire dial() throws IOException, ShareException {
    return switch (socket.connect()) {
      case ControlSocket.Answer.Taken taken -> {
        var wire = new Wire(taken.channel());
        wire.greet();
        yield wire;
      }
      case ControlSocket.Answer.Missing _ -> throw unreached("No such file or directory");
      case ControlSocket.Answer.Stale(String reason) -> throw unreached(reason);
    };
  }

  private ShareException unreached(String reason) {
    return new ShareException(
        "Control socket connect(%s): %s".formatted(socket, reason),
        "spheron-ssh connect -f -N -M TARGET starts a master there");
  }

  private ShareException lost(IOException e) {
    return new ShareException(
        "the master at %s did not answer: %s"
            .formatted(socket, Optional.ofNullable(e.getMessage()).orElse("it is gone")),
        null,
        e);
  }
}
