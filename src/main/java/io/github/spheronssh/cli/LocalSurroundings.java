package io.github.spheronssh.cli;

import io.github.spheronssh.config.ConfigException;
import io.github.spheronssh.config.Surroundings;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.instance.HostNames;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/** This machine, as a configuration may ask about it. */
final class LocalSurroundings implements Surroundings {
  private final Environment environment;

  LocalSurroundings(Environment environment) {
    this.environment = environment;
  }

  @Override
  public boolean succeeds(String command) throws ConfigException {
    return new LocalShell(environment).succeeds(command);
  }

  @Override
  public List<InetAddress> addresses() throws ConfigException {
    try {
      var addresses = new ArrayList<InetAddress>();
      for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
        if (each.isUp()) {
          each.inetAddresses().forEach(addresses::add);
        }
      }
      return addresses;
    } catch (SocketException e) {
      throw new ConfigException(
          "the network interfaces can't be looked at: " + e.getMessage(), null);
    }
  }

  @Override
  public String version() {
    return "spheron-ssh_" + Version.version();
  }

  @Override
  public boolean exists(String host) {
    return HostNames.ofTheSystem().exist(host);
  }
}
