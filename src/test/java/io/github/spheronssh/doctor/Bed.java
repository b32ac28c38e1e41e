package io.github.spheronssh.doctor;

import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.instance.Ledger;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.testing.RealSshd;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a ward's instance is laid on: real servers, lines to them, and what the service says. */
final class Bed {
  final Path folder;
  private final List<AutoCloseable> opened = new ArrayList<>();

  /** A bed whose servers have their files in this folder. */
  Bed(Path folder) {
    this.folder = folder;
  }

  /** Has something closed in the end, before all that was opened earlier. */
  void opens(AutoCloseable each) {
    opened.addFirst(each);
  }

  /** A real server in the place of the ward's, which the ward's key opens. */
  RealSshd sshd(Ward ward, String... configuration) throws Exception {
    RealSshd sshd = server(ward, configuration);
    sshd.authorize(ward.pair.publicKey().toString());
    return sshd;
  }

  RealSshd server(Ward ward, String... configuration) throws Exception {
    var sshd = RealSshd.start(folder, configuration);
    opens(sshd);
    ward.deployment.put("sshPort", sshd.port());
    ward.deployment.put("user", sshd.userName());
    ward.pin(PublicKeyLine.parse(sshd.hostKey()));
    return sshd;
  }

  /** A real server on whose PATH a program of the test comes first. */
  void program(Ward ward, String name, String script) throws Exception {
    Path bin = Files.createDirectory(ward.home.resolve("bin"));
    Files.writeString(bin.resolve(name), "#!/bin/sh\n" + script + "\n");
    Clinic.mode(bin.resolve(name), "rwx------");
    sshd(ward, "SetEnv HOME=%s PATH=%s:/usr/bin:/bin".formatted(folder.resolve("login"), bin));
  }

  /** A real server whose login shells read this first; commands don't. */
  void profile(Ward ward, String script) throws Exception {
    sshd(ward, "PrintMotd no", "PrintLastLog no");
    Files.writeString(folder.resolve("login/.profile"), script + "\n");
  }

  /** Makes a line to the server at a port. */
  interface Lines {
    BadLine to(int port) throws Exception;
  }

  /** A line between the user and a real server. */
  void line(Ward ward, Lines lines) throws Exception {
    BadLine line = lines.to(sshd(ward).port());
    opens(line);
    ward.deployment.put("sshPort", line.port());
  }

  /** Has the way to the ward's own server lead through another one. */
  void jump(Ward ward, RealSshd sshd) throws Exception {
    ward.deployment.put("sshPort", ward.server.getPort());
    ward.deployment.put("user", "ubuntu");
    ward.pin(ward.hostKey);
    Files.writeString(
        ward.home.resolve(".ssh/config"),
        """
        Host box
          ProxyJump jump
        Host jump
          HostName 127.0.0.1
          Port %d
          User %s
        """
            .formatted(sshd.port(), sshd.userName()));
  }

  /** A server that takes no one any more: who calls gets no answer. */
  ServerSocket full(Ward ward) throws IOException {
    var server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
    opens(server);
    ward.deployment.put("sshPort", server.getLocalPort());
    while (true) {
      var waiting = new Socket();
      opens(waiting);
      try {
        waiting.connect(server.getLocalSocketAddress(), 300);
      } catch (SocketTimeoutException e) {
        return server;
      }
    }
  }

  /**
   * Has the service say of two ports of the address that the one is a notebook's, the other SSH's.
   */
  static void ports(Ward ward, int other, int ssh) {
    ward.deployment.put(
        "portForwards",
        List.of(
            Map.of("internal", 8888, "external", other), Map.of("internal", 22, "external", ssh)));
  }

  /** What an instance that was reached at the ward's address before has proved. */
  static void prove(Ward ward, String id, String name, PublicKeyLine key) throws Exception {
    String blob = Base64.getEncoder().encodeToString(key.blob());
    var environment = Environment.of(Map.of("HOME", ward.home.toString()), System.getProperties());
    Ledger.of(environment, "http://127.0.0.1:" + ward.api.getPort(), _ -> {})
        .record(
            new Ledger.Proof(
                id,
                name,
                Optional.empty(),
                "ubuntu",
                Optional.of(blob),
                "127.0.0.1",
                ward.server.getPort()));
  }

  static void inherited(Ward ward) throws Exception {
    PublicKeyLine other = Clinic.writeKey(ward.home.resolve("other")).publicKey();
    prove(ward, "d0", "old", other);
    ward.pin(other);
  }

  static void moved(Ward ward) {
    ward.elsewhere.add(Map.of("id", "d1", "name", "box", "status", "running"));
    ward.deployment.put("id", "d2");
    ward.deployment.put("name", "tin");
  }

  /** Ends all that was opened, the latest first. */
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }
}
