package io.github.spheronssh.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Dropbear's server. */
public final class DropbearSshd implements Sshd {
  private final PrivateHome home;
  private final String hostKey;
  private final int port;

  private DropbearSshd(PrivateHome home, String hostKey, int port) {
    this.home = home;
    this.hostKey = hostKey;
    this.port = port;
  }

  /**
   * Starts the server.
   *
   * @param folder an empty one, for its keys
   * @param options further options of dropbear(8)
   */
  public static DropbearSshd start(Path folder, String... options) throws Exception {
    Path dropbearkey = RealPrograms.require("dropbearkey");
    Path key = folder.resolve("host");
    ProgramRun.of(dropbearkey, "-t", "ed25519", "-f", key).succeeded();
    String shown = ProgramRun.of(dropbearkey, "-y", "-f", key).succeeded();
    String line =
        shown.lines().filter(each -> each.startsWith("ssh-ed25519 ")).findFirst().orElseThrow();
    while (true) {
      int port = freePort();
      var server = new ArrayList<String>();
      server.add(RealPrograms.require("dropbear").toString());
      server.addAll(List.of("-F", "-E", "-r", key.toString(), "-p", "127.0.0.1:" + port));
      server.addAll(List.of("-P", folder.resolve("pid").toString()));
      server.addAll(List.of(options));
      PrivateHome home = PrivateHome.start(folder, server);
      // Another program may have taken the port meanwhile: then the server says so.
      if (home.line().contains("Not backgrounding")) {
        return new DropbearSshd(home, line, port);
      }
      home.close();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String hostKey() {
    return hostKey;
  }

  @Override
  public void authorize(String authorizedKeysLine) throws IOException {
    home.authorize(authorizedKeysLine);
  }

  @Override
  public void close() {
    home.close();
  }
}
