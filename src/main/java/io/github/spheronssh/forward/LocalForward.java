package io.github.spheronssh.forward;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.ssh.Event;
import io.github.spheronssh.ssh.Observer;
import io.github.spheronssh.ssh.Place;
import io.github.spheronssh.ssh.SshSession;
import io.github.spheronssh.ssh.Tunnel;
import io.github.spheronssh.ssh.TunnelRefusedException;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/** Leads connections to this machine to places that the server reaches. */
final class LocalForward {
  private final SshSession session;
  private final ForwardSpec spec;
  private final Connections connections;
  private final Observer observer;

  LocalForward(SshSession session, ForwardSpec spec, Connections connections, Observer observer) {
    this.session = session;
    this.spec = spec;
    this.connections = connections;
    this.observer = observer;
  }

  /** Serves a connection to its end. */
  void arrived(SocketChannel socket) {
    try (var peer = new Peer(socket)) {
      try {
        connections.put(peer, spec);
        observer.on(new Event.ConnectionCame(spec.listen().toString()));
        Tunnel tunnel = spec.to().isPresent() ? tunnel(peer, spec.to().get()) : bySocks(peer);
        connections.put(peer, tunnel);
        Relay.join(peer, tunnel);
      } finally {
        connections.remove(peer);
      }
    } catch (TunnelRefusedException e) {
      observer.on(new Event.Forwarding(e.getMessage()));
    } catch (IOException | SpheronSshException e) {
      String end = "connection to %s ended: %s".formatted(spec.listen(), e.getMessage());
      observer.on(new Event.SessionStep(end));
    }
  }

  private Tunnel tunnel(Peer peer, Place to) throws IOException, SpheronSshException {
    return session.tunnel(to, peer.origin());
  }

  private Tunnel bySocks(Peer peer) throws IOException, SpheronSshException {
    var socks = new Socks(peer.in(), peer.out());
    Place to = Patience.during(peer, socks::request);
    try {
      Tunnel tunnel = tunnel(peer, to);
      socks.answer(Socks.Answer.GRANTED);
      return tunnel;
    } catch (TunnelRefusedException e) {
      socks.answer(Socks.Answer.FAILED);
      throw e;
    }
  }
}
