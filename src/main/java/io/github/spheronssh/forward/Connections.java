package io.github.spheronssh.forward;

import java.io.Closeable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The forwarded connections that are open. */
final class Connections {
  private final Map<Closeable, Object> open = new LinkedHashMap<>();
  private boolean closed;

  /**
   * Adds one, or says what is known of it by now; one that comes too late is refused.
   *
   * @param description of which the text is asked for when somebody lists what is open
   */
  synchronized void put(Closeable connection, Object description) throws IOException {
    if (closed) {
      throw new IOException("the forwards are closed");
    }
    open.put(connection, description);
  }

  synchronized void remove(Closeable connection) {
    open.remove(connection);
    notifyAll();
  }

  synchronized List<String> descriptions() {
    return open.values().stream().map(Object::toString).toList();
  }

  /** Waits until none is open. */
  synchronized void awaitNone() throws InterruptedException {
    while (!open.isEmpty()) {
      wait();
    }
  }

  /** Closes all, for good. */
  void close() throws IOException {
    List<Closeable> left;
    synchronized (this) {
      closed = true;
      left = List.copyOf(open.keySet());
    }
    for (Closeable each : left) {
      each.close();
    }
  }
}
