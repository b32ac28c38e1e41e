package io.github.spheronssh.ssh;

import io.github.spheronssh.ssh.ConnectSettings.Family;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;

/** Tries the first layers one by one, for whoever waits for a machine or looks for a fault. */
public final class Probe {
  private Probe() {}

  /** The addresses of a host, in the order in which they would be tried. */
  public static List<InetAddress> resolve(String host, Family family, Duration limit)
      throws SshException {
    return Resolver.resolve(host, family, limit);
  }

  /** The address that takes a connection first; the connection is closed again. */
  public static InetSocketAddress dial(
      String host, List<InetAddress> addresses, int port, Duration limit) throws SshException {
    try (Socket socket = new Dialer(Observer.none()).dial(host, addresses, port, limit)) {
      return (InetSocketAddress) socket.getRemoteSocketAddress();
    } catch (IOException e) {
      throw new SshException(Layer.TCP, "the connection broke: " + e.getMessage(), null, e);
    }
  }

  /**
   * The version line of the server behind an address, such as {@code SSH-2.0-OpenSSH_9.2p1}.
   *
   * @throws SshException of the TCP or the banner layer
   */
  public static String version(String host, List<InetAddress> addresses, int port, Duration limit)
      throws SshException {
    long deadline = System.nanoTime() + limit.toNanos();
    VersionLine line = new VersionLine();
    try (Socket socket = new Dialer(Observer.none()).dial(host, addresses, port, limit)) {
      InputStream in = socket.getInputStream();
      byte[] chunk = new byte[1024];
      while (true) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw line.silence(limit);
        }
        socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
        int count = in.read(chunk);
        if (count < 0) {
          throw line.ended(new EOFException());
        }
        if (line.add(chunk, count)) {
          return line.version();
        }
      }
    } catch (SocketTimeoutException e) {
      throw line.silence(limit);
    } catch (IOException e) {
      throw line.ended(e);
    }
  }
}
