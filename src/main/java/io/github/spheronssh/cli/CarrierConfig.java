package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.ssh.ConnectSettings;
import io.github.spheronssh.ssh.Proxy;
import io.github.spheronssh.ssh.ProxyCarrier;

/** Who makes the connection, where it isn't this machine. */
final class CarrierConfig {
  private CarrierConfig() {}

  /** The settings with the proxy that the options name; the environment's are not for SSH. */
  static ConnectSettings carried(ConnectSettings settings, SshOptions options)
      throws SpheronSshException {
    if (options.proxy == null) {
      return settings;
    }
    Proxy proxy = Proxy.parse(options.proxy);
    if (options.isTyped("--proxy") && proxy.credentials().isPresent()) {
      throw new SpheronSshException(
          "a password on the command line can be read by everybody on this machine",
          "give the proxy in SPHERON_SSH_PROXY, or as connect.proxy in ~/.spheron/ssh.properties");
    }
    String program = "spheron-ssh/" + Version.version();
    return settings.withRoute(
        settings.route().carriedBy(new ProxyCarrier(proxy, settings.family(), program)));
  }
}
