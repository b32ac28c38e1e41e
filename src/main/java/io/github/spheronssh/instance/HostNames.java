package io.github.spheronssh.instance;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Whether a name is a host's. */
@FunctionalInterface
public interface HostNames {
  /** Whether the name has an address. */
  boolean exist(String name);

  /** Asks the system's resolver. */
  static HostNames ofTheSystem() {
    return name -> {
      try {
        return InetAddress.getAllByName(name).length > 0;
      } catch (UnknownHostException e) {
        return false;
      }
    };
  }
}
