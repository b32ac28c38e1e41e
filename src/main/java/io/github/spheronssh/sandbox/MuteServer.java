package io.github.spheronssh.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Takes every connection, says its greeting, and then nothing ever again. */
final class MuteServer implements InstanceServer {
  private static final int BACKLOG = 50;

  private final ServerSocket listener;
  private final byte[] greeting;
  private final Set<Socket> held = ConcurrentHashMap.newKeySet();

  private MuteServer(ServerSocket listener, byte[] greeting) {
    this.listener = listener;
    this.greeting = greeting;
  }

  static MuteServer start(String greeting) throws IOException {
    var listener = new ServerSocket(0, BACKLOG, InetAddress.ofLiteral("127.0.0.1"));
    var server = new MuteServer(listener, greeting.getBytes(StandardCharsets.US_ASCII));
    Thread.ofVirtual().name("mute").start(server::accept);
    return server;
  }

  @Override
  public int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket each : held) {
      each.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        Thread.ofVirtual().name("mute").start(() -> hold(socket));
      }
    } catch (IOException e) {
      // The sandbox closed the listener: there is nobody left to be silent to.
    }
  }

  private void hold(Socket socket) {
    held.add(socket);
    try (socket) {
      if (!listener.isClosed()) {
        socket.getOutputStream().write(greeting);
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      }
    } catch (IOException e) {
      // The caller gave up, or the sandbox closed: both end it.
    } finally {
      held.remove(socket);
    }
  }
}
