package io.github.spheronssh.sandbox;

import java.io.Closeable;

/** What listens on an instance's SSH port, on loopback alone. */
interface InstanceServer extends Closeable {
  int port();
}
