package io.github.spheronssh.share;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.forward.ForwardSpec;
import io.github.spheronssh.key.Fingerprint;
import io.github.spheronssh.key.PublicKeyLine;
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
  private static final String WITHOUT_MASTER = "-S none makes a connection without the master";

  private final ControlSocket socket;
  private final Optional<Fingerprint> expected;

  private ControlClient(ControlSocket socket, Optional<Fingerprint> expected) {
    this.socket = socket;
    this.expected = expected;
  }

  /**
   * What of a master this program can be a client of.
   *
   * @param expected the fingerprint of the host key that the master's server must have proved; with
   *     another one, nothing is asked of the master
   */
  public static ControlClient of(ControlSocket socket, Optional<Fingerprint> expected) {
    return new ControlClient(socket, expected);
  }

  /** Who is met at a socket. */
  public enum Presence {
    /** Nobody. */
    NOBODY,
    /** A master. */
    MASTER,
    /** Somebody with whom this program has no words in common. */
    STRANGER
  }

  /**
   * Tells who listens.
   *
   * @param notes told what a stranger says
   */
  public Presence presence(Consumer<String> notes) throws SpheronSshException {
    try (Wire wire = dial()) {
      meet(wire);
      wire.send(FrameKind.CHECK);
      return wire.receive().kind() == FrameKind.DONE ? Presence.MASTER : Presence.NOBODY;
    } catch (Wire.OtherVersion e) {
      notes.accept(lost(e).getMessage());
      return Presence.STRANGER;
    } catch (MasterRefusedException | IOException e) {
      return Presence.NOBODY; // nobody listens, or the master is just going
    }
  }

  /** The process number of the master. */
  public int check() throws SpheronSshException {
    try (Wire wire = dial()) {
      int process = meet(wire);
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
      meet(wire);
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
    Wire wire = dial();
    try {
      meet(wire);
    } catch (IOException e) {
      throw new MasterRefusedException(lost(e).getMessage(), null);
    }
    return SharedProgram.start(wire, kind, body, streams);
  }

  private Wire dial() throws SpheronSshException {
    return switch (socket.connect()) {
      case ControlSocket.Answer.Taken taken -> new Wire(taken.channel());
      case ControlSocket.Answer.Missing _ -> throw unreached("No such file or directory");
      case ControlSocket.Answer.Stale(String reason) -> throw unreached(reason);
    };
  }

  /** Greets, and tells the master's process number, once its server is the one that is meant. */
  private int meet(Wire wire) throws IOException, SpheronSshException {
    wire.greet(Wire.Greeting.of(Optional.empty()));
    Wire.Greeting master = wire.greeted();
    if (expected.isPresent()) {
      expect(expected.get(), PublicKeyLine.parse(master.hostKey().orElse("")));
    }
    return master.process();
  }

  private void expect(Fingerprint fingerprint, PublicKeyLine met) throws ShareException {
    if (!fingerprint.isOf(met)) {
      throw new ShareException(
          "the host key behind the master at %s is not the expected one: expected %s, met %s %s"
              .formatted(socket, fingerprint, met.type(), met.fingerprint()),
          WITHOUT_MASTER);
    }
  }

  private MasterRefusedException unreached(String reason) {
    return new MasterRefusedException(
        "Control socket connect(%s): %s".formatted(socket, reason),
        "spheron-ssh connect -f -N -M TARGET starts a master there");
  }

  private ShareException lost(IOException e) {
    String reason = Optional.ofNullable(e.getMessage()).orElse("it is gone");
    return e instanceof Wire.OtherVersion
        ? new ShareException(
            "the master at %s is not used: %s".formatted(socket, reason), WITHOUT_MASTER, e)
        : new ShareException(
            "the master at %s did not answer: %s".formatted(socket, reason), null, e);
  }
}
