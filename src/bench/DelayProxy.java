import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Puts a distance between a client and a server on loopback: {@code DelayProxy PORT MILLISECONDS}
 * listens, prints its own port, and passes on what it gets after half the round trip, each way. The
 * bandwidth is not limited.
 *
 * <p>TCP's own handshake is counted too. A client on loopback is connected at once, where over a
 * distance it would be after one round trip: what it sends before that leaves when it would have.
 */
final class DelayProxy {
  private static final int CHUNK = 64 * 1024;

  /** What is under way in one direction: more than a round trip's worth at any speed seen here. */
  private static final int IN_FLIGHT = 256 * 1024 * 1024;

  private final int port;
  private final long roundTrip;

  private DelayProxy(int port, long roundTrip) {
    this.port = port;
    this.roundTrip = roundTrip;
  }

  public static void main(String[] arguments) throws IOException {
    var proxy =
        new DelayProxy(
            Integer.parseInt(arguments[0]),
            TimeUnit.MICROSECONDS.toNanos((long) (Double.parseDouble(arguments[1]) * 1000)));
    try (var door = new ServerSocket(0, 128, InetAddress.getLoopbackAddress())) {
      System.out.println(door.getLocalPort());
      while (true) {
        Socket client = door.accept();
        long connected = System.nanoTime() + proxy.roundTrip;
        Thread.ofVirtual().start(() -> proxy.join(client, connected));
      }
    }
  }

  private void join(Socket client, long connected) {
    try (client) {
      sleepUntil(connected + roundTrip / 2);
      try (var server = new Socket(InetAddress.getLoopbackAddress(), port)) {
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        Thread there = Thread.ofVirtual().start(() -> pass(client, server, connected));
        pass(server, client, 0);
        there.join();
      }
    } catch (IOException e) {
      System.err.println("a connection ended: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Bytes, and when they arrive; none at the end. */
  private record Parcel(byte[] bytes, long arrival) {}

  private void pass(Socket from, Socket to, long earliest) {
    BlockingQueue<Parcel> road = new LinkedBlockingQueue<>();
    var room = new Semaphore(IN_FLIGHT);
    Thread.ofVirtual().start(() -> send(from, road, room, earliest));
    try {
      OutputStream out = to.getOutputStream();
      for (Parcel next = road.take(); next.bytes().length > 0; next = road.take()) {
        sleepUntil(next.arrival());
        out.write(next.bytes());
        room.release(next.bytes().length);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      close(from); // whoever listened is gone, and so there is nobody to talk to
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(Socket from, BlockingQueue<Parcel> road, Semaphore room, long earliest) {
    byte[] buffer = new byte[CHUNK];
    try {
      InputStream in = from.getInputStream();
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        long left = Math.max(System.nanoTime(), earliest);
        room.acquire(n);
        road.add(new Parcel(Arrays.copyOf(buffer, n), left + roundTrip / 2));
      }
    } catch (IOException e) {
      close(from);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    road.add(new Parcel(new byte[0], 0));
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      System.err.println("can't close: " + e.getMessage());
    }
  }

  private static void sleepUntil(long time) throws InterruptedException {
    for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
      TimeUnit.NANOSECONDS.sleep(left);
    }
  }
}
