package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.forward.ForwardSpec;
import io.github.spheronssh.forward.ForwardSpec.Kind;
import io.github.spheronssh.forward.Forwards;
import io.github.spheronssh.share.ControlClient;
import io.github.spheronssh.ssh.Place;
import io.github.spheronssh.ssh.RemoteProgram;
import io.github.spheronssh.ssh.SessionRequest;
import io.github.spheronssh.ssh.SshSession;
import io.github.spheronssh.ssh.Streams;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a program of the other side runs over: a connection of our own, or another process's. */
interface Line {
  /** Starts a program, whose streams these are. */
  RemoteProgram start(SessionRequest request, Streams streams) throws SpheronSshException;

  /** Leaves at once what runs here. */
  void leave();

  /** Has new keys exchanged. */
  void rekey() throws SpheronSshException;

  /** What is open, a line each. */
  List<String> list() throws SpheronSshException;

  /** Sets up a forward. */
  void add(ForwardSpec spec) throws SpheronSshException;

  /** Cancels a forward; false where there is none. */
  boolean cancel(Kind kind, Place place) throws SpheronSshException;

  /** What a person is told once their terminal is their own again. */
  String farewell();

  /** A connection of our own. */
  record Own(SshSession session, Forwards forwards) implements Line {
    @Override
    public RemoteProgram start(SessionRequest request, Streams streams) throws SpheronSshException {
      return session.start(request, streams);
    }

    @Override
    public void leave() {
      session.abort();
    }

    @Override
    public void rekey() throws SpheronSshException {
      session.rekey();
    }

    @Override
    public List<String> list() {
      return forwards.list();
    }

    @Override
    public void add(ForwardSpec spec) throws SpheronSshException {
      forwards.add(spec);
    }

    @Override
    public boolean cancel(Kind kind, Place place) throws SpheronSshException {
      return forwards.cancel(kind, place);
    }

    @Override
    public String farewell() {
      return "Connection to " + session.target().host() + " closed.";
    }
  }

  /** A connection that a master of another process shares. */
  final class Shared implements Line {
    private final ControlClient master;
    private final String host;
    private volatile @Nullable RemoteProgram program;

    Shared(ControlClient master, String host) {
      this.master = master;
      this.host = host;
    }

    @Override
    public RemoteProgram start(SessionRequest request, Streams streams) throws SpheronSshException {
      RemoteProgram started = master.start(request, streams);
      program = started;
      return started;
    }

    @Override
    public void leave() {
      RemoteProgram running = program;
      if (running != null) {
        running.abandon();
      }
    }

    @Override
    public void rekey() throws SpheronSshException {
      master.rekey();
    }

    @Override
    public List<String> list() throws SpheronSshException {
      return master.list();
    }

    @Override
    public void add(ForwardSpec spec) throws SpheronSshException {
      master.add(spec);
    }

    @Override
    public boolean cancel(Kind kind, Place place) throws SpheronSshException {
      return master.cancel(kind, place);
    }

    @Override
    public String farewell() {
      return "Shared connection to " + host + " closed.";
    }
  }
}
