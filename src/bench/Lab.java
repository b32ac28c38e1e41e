import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where it is measured: a home with a key, an sshd on loopback that takes it, and a file of noughts
 * to send about. All of it ends with the run.
 */
final class Lab implements AutoCloseable {
  private static final Path PACKAGE = Path.of("target/spheron-ssh").toAbsolutePath();

  private final int runs;
  private final Path folder;
  private final int port;
  private final List<Process> processes;
  private final Map<String, String> variables;

  private Lab(
      int runs, Path folder, int port, List<Process> processes, Map<String, String> variables) {
    this.runs = runs;
    this.folder = folder;
    this.port = port;
    this.processes = processes;
    this.variables = variables;
  }

  static Lab open(int runs) throws Exception {
    Path folder = Files.createTempDirectory("spheron-bench");
    Map<String, String> variables =
        Map.of(
            "HOME",
            folder.resolve("home").toString(),
            "PATH",
            System.getenv("PATH"),
            "LANG",
            "C.UTF-8",
            "TERM",
            "xterm");
    var lab = new Lab(runs, folder, freePort(), new ArrayList<>(), variables);
    Files.createDirectories(lab.folder.resolve("home/.ssh"));
    Files.createDirectory(lab.folder.resolve("login"));
    lab.keys();
    lab.sshd();
    return lab;
  }

  /** As a new Debian has them, in its order. */
  private void keys() throws Exception {
    for (String kind : List.of("rsa", "ecdsa", "ed25519")) {
      run("ssh-keygen", "-q", "-t", kind, "-N", "", "-f", folder + "/host_" + kind);
    }
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key());
  }

  private void sshd() throws Exception {
    Path configuration = folder.resolve("sshd_config");
    Files.writeString(
        configuration,
        """
        ListenAddress 127.0.0.1
        Port %d
        HostKey %s/host_rsa
        HostKey %s/host_ecdsa
        HostKey %s/host_ed25519
        AuthorizedKeysFile %s.pub
        SetEnv HOME=%s/login
        PidFile none
        UsePAM no
        StrictModes no
        MaxStartups 1000
        MaxSessions 1000
        """
            .formatted(port, folder, folder, folder, key(), folder));
    Process sshd = start(List.of("/usr/sbin/sshd", "-D", "-e", "-f", configuration.toString()));
    for (String line = sshd.errorReader().readLine();
        line != null && !line.contains("listening on");
        line = sshd.errorReader().readLine()) {
      System.err.println("sshd: " + line);
    }
    BufferedReader log = sshd.errorReader();
    Thread.ofVirtual().start(() -> log.lines().forEach(_ -> {}));
  }

  int runs() {
    return runs;
  }

  Path folder() {
    return folder;
  }

  int port() {
    return port;
  }

  /** The user's private key. */
  String key() {
    return folder + "/home/.ssh/id_ed25519";
  }

  /** A file of that many noughts, which takes no room. */
  String zeros(long bytes) throws IOException {
    Path file = folder.resolve("zeros-" + bytes);
    if (!Files.exists(file)) {
      try (var made = new java.io.RandomAccessFile(file.toFile(), "rw")) {
        made.setLength(bytes);
      }
    }
    return file.toString();
  }

  /** The program as a user starts it. */
  String program() {
    return PACKAGE + "/bin/spheron-ssh";
  }

  /** The program's own runtime. */
  String java() {
    return PACKAGE + "/runtime/bin/java";
  }

  /** {@code connect} to the sshd at a port of this machine, options and command behind it. */
  List<String> connect(int at, String... rest) {
    var words = new ArrayList<>(List.of(program(), "connect", "-p" + at, "127.0.0.1"));
    words.addAll(List.of(rest));
    return words;
  }

  /** The same by {@code ssh}. */
  List<String> ssh(int at, String... rest) {
    var words =
        new ArrayList<>(
            List.of(
                "ssh",
                "-Fnone",
                "-i" + key(),
                "-oUserKnownHostsFile=" + folder + "/home/.ssh/known_hosts",
                "-p" + at,
                "127.0.0.1"));
    words.addAll(List.of(rest));
    return words;
  }

  /** A port of this machine from which the sshd is that many milliseconds away and back. */
  int away(double milliseconds) throws Exception {
    int proxied = away(port, milliseconds);
    warm(proxied);
    return proxied;
  }

  /** A port from which another port is that many milliseconds away and back. */
  int away(int other, double milliseconds) throws Exception {
    Process proxy =
        start(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "src/bench/DelayProxy.java",
                String.valueOf(other),
                String.valueOf(milliseconds)));
    return Integer.parseInt(proxy.inputReader().readLine());
  }

  /** Has both clients know the host and all its keys. */
  void warm(int at) throws Exception {
    run(connect(at, "-oStrictHostKeyChecking=accept-new", "true").toArray(String[]::new));
    run(connect(at, "true").toArray(String[]::new));
    run(ssh(at, "-oStrictHostKeyChecking=accept-new", "true").toArray(String[]::new));
  }

  /** The same place where commands run with further variables. */
  Lab with(Map<String, String> further) {
    var all = new TreeMap<>(variables);
    all.putAll(further);
    return new Lab(runs, folder, port, processes, all);
  }

  /** A process that ends with the lab. */
  Process start(List<String> command) throws IOException {
    Process process = builder(command).start();
    processes.add(process);
    return process;
  }

  ProcessBuilder builder(List<String> command) {
    var builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(variables);
    return builder;
  }

  /** Runs a command to its end, which must be a good one, and tells what it said. */
  String run(String... command) throws Exception {
    Process process =
        builder(List.of(command))
            .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IllegalStateException("%s failed: %s".formatted(List.of(command), said));
    }
    return said;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException {
    for (Process process : processes.reversed()) {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
    try (var files = Files.walk(folder)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
