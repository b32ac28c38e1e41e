package io.github.spheronssh.ssh;

import io.github.spheronssh.SpheronSshException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * A host that is logged in to, and whose server connects further (ssh_config(5), ProxyJump).
 *
 * @param name what the user calls the host
 */
public record SessionCarrier(String name, Login login) implements Carrier {
  /** Whom the server there is told that a connection is for. */
  private static final Place.Host HERE = new Place.Host("127.0.0.1", 65535);

  /** How the host is logged in to. */
  @FunctionalInterface
  public interface Login {
    /** Logs in; the session is the caller's to close. */
    SshSession open() throws SpheronSshException;
  }

  @Override
  public String title() {
    return "the jump host " + name;
  }

  @Override
  public Link carry(Target target, Duration limit, Observer observer) throws SshException {
    observer.on(new Event.Carried(title()));
    SshSession session;
    try {
      session = login.open();
    } catch (SpheronSshException e) {
      Layer layer = e instanceof SshException known ? known.layer() : Layer.TCP;
      throw failed(layer, e);
    }
    try {
      var place = new Place.Host(target.host(), target.port());
      return new TunnelLink(session, session.tunnel(place, HERE));
    } catch (SpheronSshException e) {
      session.close();
      throw failed(Layer.TCP, e);
    }
  }

  private SshException failed(Layer layer, SpheronSshException e) {
    return new SshException(layer, title() + ": " + e.getMessage(), e.hint().orElse(null), e);
  }

  /** A tunnel, which goes with the session that it leads through. */
  private record TunnelLink(SshSession session, Tunnel tunnel) implements Link {
    @Override
    public InputStream in() {
      return tunnel.in();
    }

    @Override
    public OutputStream out() {
      return tunnel.out();
    }

    @Override
    public Optional<InetSocketAddress> peer() {
      return Optional.empty();
    }

    @Override
    public void close() throws IOException {
      tunnel.close();
      session.close();
    }
  }
}
