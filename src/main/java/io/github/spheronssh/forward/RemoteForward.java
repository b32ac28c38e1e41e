package io.github.spheronssh.forward;

import io.github.spheronssh.ssh.Event;
import io.github.spheronssh.ssh.Incoming;
import io.github.spheronssh.ssh.Observer;
import io.github.spheronssh.ssh.Place;
import io.github.spheronssh.ssh.Tunnel;
import java.io.IOException;

/** Leads connections to the server to places that this machine reaches. */
final class RemoteForward {
  private final ForwardSpec spec;
  private final PermittedPlaces permitted;
  private final Connections connections;
  private final Observer observer;

  RemoteForward(
      ForwardSpec spec, PermittedPlaces permitted, Connections connections, Observer observer) {
    this.spec = spec;
    this.permitted = permitted;
    this.connections = connections;
    this.observer = observer;
  }

  /** Serves a connection to its end. */
  void arrived(Incoming incoming) {
    observer.on(new Event.ConnectionCame(spec.listen().toString()));
    try {
      if (spec.to().isPresent()) {
        join(incoming, spec.to().get());
      } else {
        bySocks(incoming.accept());
      }
    } catch (IOException e) {
      observer.on(new Event.SessionStep("a connection to the server ended: " + e.getMessage()));
    }
  }

  private void join(Incoming incoming, Place to) throws IOException {
    Peer peer;
    try {
      peer = Peer.dial(to);
    } catch (IOException e) {
      observer.on(new Event.Forwarding("connect to %s: %s".formatted(to, e.getMessage())));
      incoming.refuse(String.valueOf(e.getMessage()));
      return;
    }
    join(peer, incoming.accept());
  }

  private void join(Peer peer, Tunnel tunnel) throws IOException {
    try (tunnel;
        peer) {
      connections.put(peer, tunnel);
      Relay.join(peer, tunnel);
    } finally {
      connections.remove(peer);
    }
  }

  private void bySocks(Tunnel tunnel) throws IOException {
    try (tunnel) {
      connections.put(tunnel, tunnel);
      var socks = new Socks(tunnel.in(), tunnel.out());
      Place.Host to = Patience.during(tunnel, socks::request);
      if (!permitted.contain(to)) {
        observer.on(
            new Event.Forwarding(
                "the server has a connection for %s, which PermitRemoteOpen forbids"
                    .formatted(to)));
        socks.answer(Socks.Answer.FORBIDDEN);
        return;
      }
      Peer peer = dial(to, socks);
      socks.answer(Socks.Answer.GRANTED);
      join(peer, tunnel);
    } finally {
      connections.remove(tunnel);
    }
  }

  private Peer dial(Place to, Socks socks) throws IOException {
    try {
      return Peer.dial(to);
    } catch (IOException e) {
      observer.on(new Event.Forwarding("connect to %s: %s".formatted(to, e.getMessage())));
      socks.answer(Socks.Answer.FAILED);
      throw e;
    }
  }
}
