package io.github.spheronssh.share;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.forward.Forwards;
import io.github.spheronssh.ssh.Event;
import io.github.spheronssh.ssh.Observer;
import io.github.spheronssh.ssh.SshSession;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lets other processes of the user run their sessions over this one's connection (ssh's
 * ControlMaster). Each client has a socket of its own, and threads that wait for nobody else.
 */
public final class ControlMaster implements AutoCloseable {
  /** More clients than this at once are turned away, and make connections of their own. */
  private static final int MOST = 1024;

  private final ControlSocket socket;
  private final ControlSocket.Listening listening;
  private final SshSession session;
  private final Forwards forwards;
  private final Consent consent;
  private final Observer observer;
  private final Environment environment;
  private final Set<Visitor> visitors = new LinkedHashSet<>();
  private final Thread atExit = new Thread(this::removeAtExit, "control-end");
  private boolean listens = true;
  private boolean ending;
  private long changes;

  private ControlMaster(
      ControlSocket socket,
      ControlSocket.Listening listening,
      SshSession session,
      Forwards forwards,
      Consent consent,
      Observer observer,
      Environment environment) {
    this.socket = socket;
    this.listening = listening;
    this.session = session;
    this.forwards = forwards;
    this.consent = consent;
    this.observer = observer;
    this.environment = environment;
  }

  /**
   * Listens at a socket; absent where another master does.
   *
   * @param consent who is asked before a client has its way
   * @throws ShareException where the socket's folder is open to others
   */
  public static Optional<ControlMaster> open(
      ControlSocket socket,
      SshSession session,
      Forwards forwards,
      Consent consent,
      Observer observer,
      Environment environment)
      throws SpheronSshException {
    Optional<ControlSocket.Listening> listening = socket.listen();
    if (listening.isEmpty()) {
      return Optional.empty();
    }
    var master =
        new ControlMaster(
            socket, listening.get(), session, forwards, consent, observer, environment);
    Runtime.getRuntime().addShutdownHook(master.atExit);
    Thread.ofVirtual().name("control-listen").start(master::accept);
    return Optional.of(master);
  }

  private void accept() {
    while (true) {
      try {
        SocketChannel client = listening.server().accept();
        if (socket.isOwner(client)) {
          welcome(client);
        } else {
          client.close();
        }
      } catch (IOException e) {
        if (!listening.server().isOpen()) {
          return;
        }
        note("a client could not be taken: " + e.getMessage());
      }
    }
  }

  private void welcome(SocketChannel client) throws IOException {
    var visitor = new Visitor(this, new Wire(client));
    synchronized (this) {
      if (!listens || visitors.size() >= MOST) {
        client.close();
        return;
      }
      visitors.add(visitor);
      changes++;
    }
    Thread.ofVirtual().name("control-client").start(visitor::serve);
  }

  synchronized void left(Visitor visitor) {
    visitors.remove(visitor);
    changes++;
    notifyAll();
  }

  SshSession session() {
    return session;
  }

  Forwards forwards() {
    return forwards;
  }

  Environment environment() {
    return environment;
  }

  /** Whether whoever is asked lets a client do something with the connection. */
  boolean allows(String what) {
    return consent.given("%s %s? ".formatted(what, session.target().host()));
  }

  void note(String text) {
    observer.on(new Event.SessionStep(text));
  }

  /** What is open, a line each. */
  List<String> list() {
    var lines = new ArrayList<String>();
    List<Visitor> all;
    synchronized (this) {
      all = List.copyOf(visitors);
    }
    all.forEach(visitor -> visitor.description().ifPresent(lines::add));
    lines.addAll(forwards.list());
    return lines;
  }

  /** Takes no more clients; those that are here go on. */
  void stop() throws IOException {
    synchronized (this) {
      if (!listens) {
        return;
      }
      listens = false;
      notifyAll();
    }
    listening.close();
  }

  /** Ends the connection, and with it all that runs over it. */
  synchronized void end() {
    ending = true;
    notifyAll();
  }

  /**
   * Serves until the connection is lost, a client asks for the end, or, once told to stop, none is
   * left.
   *
   * @param idle after how long without a client it ends by itself; absent where it never does
   * @throws SpheronSshException where the connection is lost
   */
  public void serve(Optional<Duration> idle) throws SpheronSshException {
    Thread.ofVirtual().name("control-watch").start(this::watch);
    try {
      while (!isOver(idle)) {
        forwards.awaitNone();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ShareException("interrupted", null, e);
    }
    if (!session.isOpen() && !isEnding()) {
      throw session.awaitEnd();
    }
  }

  /**
   * Waits until the end is near: whether it has come, or forwarded connections are still open. The
   * time without clients begins anew where one was there.
   */
  private synchronized boolean isOver(Optional<Duration> idle) throws InterruptedException {
    long seen = changes;
    long deadline = deadline(idle);
    while (!ending && session.isOpen()) {
      boolean unused = visitors.isEmpty();
      if (!unused || seen != changes) {
        seen = changes;
        deadline = deadline(idle);
      }
      long left = (deadline - System.nanoTime() + 999_999) / 1_000_000;
      if (unused && (!listens || (idle.isPresent() && left <= 0))) {
        return forwards.isIdle();
      }
      wait(unused && idle.isPresent() ? left : 0);
    }
    return true;
  }

  private static long deadline(Optional<Duration> idle) {
    return System.nanoTime() + idle.orElse(Duration.ZERO).toNanos();
  }

  private void watch() {
    note("the connection is over: " + session.awaitEnd().getMessage());
    synchronized (this) {
      notifyAll();
    }
  }

  /** Waits until no client is left, and takes no more then. */
  public void finish() throws SpheronSshException {
    try {
      synchronized (this) {
        while (!visitors.isEmpty() && session.isOpen() && !ending) {
          wait();
        }
        listens &= !visitors.isEmpty();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ShareException("interrupted", null, e);
    }
  }

  private synchronized boolean isEnding() {
    return ending;
  }

  /** Takes no more clients, and leaves those that are here. */
  @Override
  public void close() {
    List<Visitor> left;
    synchronized (this) {
      ending = true;
      left = List.copyOf(visitors);
      notifyAll();
    }
    try {
      listening.close();
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IOException e) {
      note("the control socket could not be removed: " + e.getMessage());
    } catch (IllegalStateException e) {
      note("the program is ending"); // the hook runs, and finds nothing
    }
    left.forEach(Visitor::leave);
  }

  private void removeAtExit() {
    try {
      listening.close();
    } catch (IOException e) {
      note("the control socket could not be removed: " + e.getMessage());
    }
  }
}
