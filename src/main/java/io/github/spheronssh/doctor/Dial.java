package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/** Whether a place on the network can be found and takes a connection; nothing is sent there. */
final class Dial {
  private static final int MOST_ADDRESSES = 3;

  /** Less than any check may take, for all addresses together. */
  private static final Duration PATIENCE = Duration.ofMillis(1500);

  private Dial() {}

  /** The addresses of a host, at least one. */
  static List<InetAddress> resolve(String host) throws SpheronSshException {
    try {
      return List.of(InetAddress.getAllByName(host));
    } catch (UnknownHostException e) {
      throw new SpheronSshException("no address is known for " + host, "getent hosts " + host, e);
    }
  }

  /** Connects to a host, and tells its address. */
  static InetAddress reach(String host, int port) throws SpheronSshException {
    return reach(resolve(host), port);
  }

  /** Connects to the first of these addresses that takes it, and tells which. */
  static InetAddress reach(List<InetAddress> addresses, int port) throws SpheronSshException {
    SpheronSshException failure = null;
    int tried = Math.min(addresses.size(), MOST_ADDRESSES);
    for (InetAddress address : addresses.subList(0, tried)) {
      try (var socket = new Socket()) {
        int limit = Math.toIntExact(PATIENCE.toMillis() / tried);
        socket.connect(new InetSocketAddress(address, port), limit);
        return address;
      } catch (IOException e) {
        failure = failure == null ? refused(address, port, e) : failure;
      }
    }
    throw failure == null ? new SpheronSshException("there is no address") : failure;
  }

  /** An address and a port, as people write them. */
  static String place(InetAddress address, int port) {
    String host = address.getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  private static SpheronSshException refused(InetAddress address, int port, IOException e) {
    String why =
        switch (e) {
          case SocketTimeoutException _ -> "no answer: a firewall may drop the packets";
          case NoRouteToHostException _ -> "no route to it";
          case ConnectException c when String.valueOf(c.getMessage()).contains("refused") ->
              "the connection is refused: nothing listens there";
          default -> String.valueOf(e.getMessage());
        };
    return new SpheronSshException("%s: %s".formatted(place(address, port), why), null, e);
  }
}
