package io.github.spheronssh.config;

import java.net.InetAddress;
import java.util.List;

/** What a configuration may ask about where it is read. */
public interface Surroundings {
  /**
   * Whether a command of the user's own shell ends with status 0.
   *
   * @throws ConfigException where it can't be run
   */
  boolean succeeds(String command) throws ConfigException;

  /**
   * The addresses of this machine's network interfaces that are up.
   *
   * @throws ConfigException where they can't be looked at
   */
  List<InetAddress> addresses() throws ConfigException;

  /** What {@code Match version} is held to: this program's name and version. */
  String version();

  /** Whether a host name has an address. */
  boolean exists(String host);
}
