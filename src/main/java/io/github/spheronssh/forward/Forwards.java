package io.github.spheronssh.forward;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.forward.ForwardSpec.Kind;
import io.github.spheronssh.ssh.Event;
import io.github.spheronssh.ssh.Observer;
import io.github.spheronssh.ssh.Place;
import io.github.spheronssh.ssh.SshSession;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The forwards of a session, which come and go while it lasts. Safe for use by several threads.
 * What a user has to know is told as an {@link Event.Forwarding}.
 */
public final class Forwards implements AutoCloseable {
  private final SshSession session;
  private final ForwardSettings settings;
  private final Observer observer;
  private final Connections connections = new Connections();
  private final Map<ForwardSpec, LocalListener> local = new LinkedHashMap<>();
  private final Map<ForwardSpec, Place> remote = new LinkedHashMap<>();
  private final Set<ForwardSpec> wanted = Collections.synchronizedSet(new LinkedHashSet<>());

  /** No forwards yet. */
  public Forwards(SshSession session, ForwardSettings settings, Observer observer) {
    this.session = session;
    this.settings = settings;
    this.observer = observer;
  }

  /**
   * Sets up one, and waits until it is.
   *
   * @return the place where it waits, with the port that the server chose
   * @throws ForwardException where it can't be: the place is taken, or the server refuses
   */
  public Place add(ForwardSpec spec) throws SpheronSshException {
    Place waits = spec.listen();
    if (spec.kind() == Kind.REMOTE) {
      waits = granted(spec, ask(spec).join());
    } else {
      listen(spec);
    }
    wanted.add(spec);
    return waits;
  }

  /** Whether this very one is there. */
  public boolean contains(ForwardSpec spec) {
    synchronized (local) {
      if (local.containsKey(spec)) {
        return true;
      }
    }
    synchronized (remote) {
      return remote.containsKey(spec) && remote.get(spec).equals(spec.listen());
    }
  }

  /**
   * Sets up several, as ssh does before it runs a command: what fails is told of, and the server is
   * asked for all before it answers the first.
   *
   * @param strict whether all have to be there, else none is (ExitOnForwardFailure)
   * @param wait whether the server's answers are waited for
   * @throws ForwardException of the first that fails, where all have to be there
   */
  public void addAll(List<ForwardSpec> specs, boolean strict, boolean wait)
      throws SpheronSshException {
    wanted.addAll(specs);
    for (ForwardSpec spec : specs) {
      if (spec.kind() != Kind.REMOTE) {
        attempt(() -> listen(spec), strict);
      }
    }
    var asked = new LinkedHashMap<ForwardSpec, CompletableFuture<Optional<Place>>>();
    for (ForwardSpec spec : specs) {
      if (spec.kind() == Kind.REMOTE) {
        asked.put(spec, ask(spec));
      }
    }
    for (var each : asked.entrySet()) {
      if (strict || wait) {
        attempt(() -> granted(each.getKey(), each.getValue().join()), strict);
      } else {
        var _ = each.getValue().thenAccept(place -> told(each.getKey(), place));
      }
    }
  }

  /** Something that may fail. */
  private interface Attempt {
    void make() throws SpheronSshException;
  }

  private void attempt(Attempt attempt, boolean strict) throws SpheronSshException {
    try {
      attempt.make();
    } catch (ForwardException e) {
      if (strict) {
        throw e;
      }
      tell("Warning: " + e.getMessage());
    }
  }

  private void told(ForwardSpec spec, Optional<Place> place) {
    try {
      granted(spec, place);
    } catch (ForwardException e) {
      tell("Warning: " + e.getMessage());
    }
  }

  private void listen(ForwardSpec spec) throws ForwardException {
    var forward = new LocalForward(session, spec, connections, observer);
    synchronized (local) {
      local.put(spec, LocalListener.open(spec.listen(), settings, observer, forward::arrived));
    }
  }

  private CompletableFuture<Optional<Place>> ask(ForwardSpec spec) throws SpheronSshException {
    var forward = new RemoteForward(spec, settings.permitted(), connections, observer);
    return session.listen(spec.listen(), forward::arrived);
  }

  private Place granted(ForwardSpec spec, Optional<Place> place) throws ForwardException {
    if (place.isEmpty()) {
      throw new ForwardException(
          "remote port forwarding failed for listen %s"
              .formatted(
                  switch (spec.listen()) {
                    case Place.Host host -> "port " + host.port();
                    case Place.UnixSocket socket -> "path " + socket.path();
                  }),
          "the port may be taken there, or the server doesn't allow it");
    }
    synchronized (remote) {
      remote.put(spec, place.get());
    }
    if (!place.get().equals(spec.listen()) && place.get() instanceof Place.Host chosen) {
      tell(
          "Allocated port %d for remote forward to %s"
              .formatted(
                  chosen.port(),
                  switch (spec.to().orElse(new Place.Host("socks", 0))) {
                    case Place.Host(String name, int port) -> name + ":" + port;
                    case Place.UnixSocket socket -> socket.path();
                  }));
    }
    return place.get();
  }

  /**
   * Cancels one; connections that came in by it go on.
   *
   * @param place where it waits, with the port that was chosen
   * @return false where there is none
   */
  public boolean cancel(Kind kind, Place place) throws SpheronSshException {
    if (kind == Kind.REMOTE) {
      synchronized (remote) {
        Optional<ForwardSpec> spec =
            remote.keySet().stream().filter(each -> place.equals(remote.get(each))).findFirst();
        if (spec.isEmpty()) {
          return false;
        }
        remote.remove(spec.get());
        wanted.remove(spec.get());
      }
      return session.unlisten(place);
    }
    Optional<LocalListener> listener;
    synchronized (local) {
      Optional<ForwardSpec> spec =
          local.keySet().stream()
              .filter(each -> each.kind() == kind && each.listen().equals(place))
              .findFirst();
      listener = spec.map(local::remove);
      spec.ifPresent(wanted::remove);
    }
    listener.ifPresent(this::close);
    return listener.isPresent();
  }

  /** Those that were asked for and not cancelled, whether they could be set up or not. */
  public List<ForwardSpec> wanted() {
    synchronized (wanted) {
      return List.copyOf(wanted);
    }
  }

  /** The forwards, then the connections that are open by them, a line each. */
  public List<String> list() {
    var lines = new ArrayList<String>();
    synchronized (local) {
      local.keySet().forEach(spec -> lines.add(spec.toString()));
    }
    synchronized (remote) {
      remote.forEach((spec, place) -> lines.add(spec.at(place).toString()));
    }
    lines.addAll(connections.descriptions());
    return lines;
  }

  /** Whether no forwarded connection is open. */
  public boolean isIdle() {
    return connections.descriptions().isEmpty();
  }

  /** Waits until no forwarded connection is open, as ssh does after its command has ended. */
  public void awaitNone() throws ForwardException {
    try {
      connections.awaitNone();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ForwardException("interrupted while connections were open", null, e);
    }
  }

  /**
   * Joins streams to a place that the server reaches, until both ways have ended (ssh's {@code
   * -W}). The output is closed where the other side's ends.
   */
  public void join(Place.Host to, InputStream in, OutputStream out) throws SpheronSshException {
    try {
      Relay.join(new Stdio(in, out), session.tunnel(to, End.NOBODY));
    } catch (IOException e) {
      throw new ForwardException("the output could not be written: " + e.getMessage(), null, e);
    }
    if (!session.isOpen()) {
      throw session.awaitEnd();
    }
  }

  private record Stdio(InputStream in, OutputStream out) implements End {
    @Override
    public void endOutput() throws IOException {
      out.close();
    }

    @Override
    public void close() {}
  }

  private void tell(String text) {
    observer.on(new Event.Forwarding(text));
  }

  private void close(Closeable each) {
    try {
      each.close();
    } catch (IOException e) {
      tell(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Waits nowhere any more, and closes all connections; the server's places go with the session.
   */
  @Override
  public void close() {
    synchronized (local) {
      local.values().forEach(this::close);
      local.clear();
    }
    close(connections::close);
  }
}
