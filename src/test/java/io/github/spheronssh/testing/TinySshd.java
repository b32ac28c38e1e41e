package io.github.spheronssh.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** TinySSH's server, one process a connection, under tcpserver. */
public final class TinySshd implements Sshd {
  private static final String TYPE = "ssh-ed25519";

  private final PrivateHome home;
  private final String hostKey;
  private final int port;

  private TinySshd(PrivateHome home, String hostKey, int port) {
    this.home = home;
    this.hostKey = hostKey;
    this.port = port;
  }

  /**
   * Starts the server.
   *
   * @param folder an empty one, for its keys
   * @param options further options of tinysshd(8)
   */
  public static TinySshd start(Path folder, String... options) throws Exception {
    Path keys = folder.resolve("keys");
    ProgramRun.of(RealPrograms.require("tinysshd-makekey"), "-q", keys).succeeded();
    var server = new ArrayList<String>();
    server.add(RealPrograms.require("tcpserver").toString());
    server.addAll(List.of("-1", "-H", "-R", "-D", "-l", "0", "127.0.0.1", "0"));
    server.add(RealPrograms.require("tinysshd").toString());
    server.add("-q");
    server.addAll(List.of(options));
    server.add(keys.toString());
    PrivateHome home = PrivateHome.start(folder, server);
    int port = Integer.parseInt(home.line().strip());
    return new TinySshd(home, line(Files.readAllBytes(keys.resolve("ed25519.pk"))), port);
  }

  /** A public key line (RFC 8709, 4) from the 32 bytes that TinySSH keeps. */
  private static String line(byte[] key) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.writeInt(TYPE.length());
    out.write(TYPE.getBytes(StandardCharsets.US_ASCII));
    out.writeInt(key.length);
    out.write(key);
    return TYPE + " " + Base64.getEncoder().encodeToString(bytes.toByteArray());
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
