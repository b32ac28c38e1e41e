package io.github.spheronssh.environment;

import io.github.spheronssh.SpheronSshException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The variables, system properties and folders that a run sees. Nothing else in the program reads
 * them from the JVM, so a test can give a run any environment it likes.
 */
public final class Environment {
  private final Map<String, String> variables;
  private final Map<String, String> properties;

  private Environment(Map<String, String> variables, Map<String, String> properties) {
    this.variables = Map.copyOf(variables);
    this.properties = Map.copyOf(properties);
  }

  /** The environment of this process. */
  public static Environment system() {
    return of(System.getenv(), System.getProperties());
  }

  /** An environment of the given variables and system properties. */
  public static Environment of(Map<String, String> variables, Properties properties) {
    var strings = new HashMap<String, String>();
    for (String name : properties.stringPropertyNames()) {
      strings.put(name, properties.getProperty(name));
    }
    return new Environment(variables, strings);
  }

  /** The value of a variable; one that is set to nothing counts as unset, as it does for ssh. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
  }

  /** The same process with other variables. */
  public Environment withVariables(Map<String, String> others) {
    return new Environment(others, properties);
  }

  /** All variables, for a process that is to inherit them. */
  public Map<String, String> variables() {
    return variables;
  }

  /** All system properties of the JVM. */
  public Map<String, String> properties() {
    return properties;
  }

  /** A system property of the JVM; one that is set to nothing counts as unset. */
  public Optional<String> property(String name) {
    return Optional.ofNullable(properties.get(name)).filter(value -> !value.isEmpty());
  }

  /** Whether this is Windows, where files have ACLs instead of modes and there is no /dev/tty. */
  public boolean isWindows() {
    return property("os.name").orElse("").startsWith("Windows");
  }

  /** The name the user is logged in by on this machine: the remote user of a plain host. */
  public String userName() {
    return property("user.name").orElse("user");
  }

  /** The name of this machine; the network is asked for it only where the system keeps none. */
  public String hostName() {
    return variable("HOSTNAME")
        .or(() -> variable("COMPUTERNAME"))
        .or(() -> firstLine(Path.of("/proc/sys/kernel/hostname")))
        .or(() -> firstLine(Path.of("/etc/hostname")))
        .orElseGet(Environment::networkName);
  }

  private static String networkName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  private static Optional<String> firstLine(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.map(String::strip).filter(line -> !line.isEmpty()).findFirst();
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty(); // not every system keeps its name there
    }
  }

  /**
   * The home folder: {@code $HOME} where it is set and absolute, else the JVM's own idea of it.
   *
   * @throws SpheronSshException where neither names an absolute folder
   */
  public Path home() throws SpheronSshException {
    Optional<Path> home =
        variable("HOME")
            .flatMap(Environment::absolute)
            .or(() -> property("user.home").flatMap(Environment::absolute));
    return home.orElseThrow(
        () ->
            new SpheronSshException(
                "there is no home folder: HOME is not set to an absolute path",
                "export HOME=/path/to/your/home"));
  }

  /**
   * The home folder that the system's password database has for a user; absent where it knows none
   * of the name, or there is no such database.
   */
  public Optional<Path> homeOf(String user) {
    return PasswordDatabase.home(user).flatMap(Environment::absolute);
  }

  /** OpenSSH's folder, {@code ~/.ssh}. */
  public Path sshFolder() throws SpheronSshException {
    return home().resolve(".ssh");
  }

  /**
   * OpenSSH's folder for all users: {@code /etc/ssh}, on Windows {@code %ProgramData%\\ssh}; the
   * property {@code spheron.ssh.folder} names it where OpenSSH was built with another.
   */
  public Path sshSystemFolder() throws SpheronSshException {
    Optional<String> named = property("spheron.ssh.folder");
    if (named.isEmpty() && isWindows()) {
      named = variable("ProgramData").map(data -> data + "\\ssh");
    }
    return resolve(named.orElse("/etc/ssh"));
  }

  /** The number that a Unix knows this process's user by; absent where there is none. */
  public Optional<Integer> userId() {
    try {
      return Optional.of((Integer) Files.getAttribute(ownProcess(), "unix:uid"));
    } catch (IOException | UnsupportedOperationException | SpheronSshException e) {
      return Optional.empty(); // Windows has no such numbers
    }
  }

  /** What belongs to whom this process runs as: itself on Linux, the home folder elsewhere. */
  private Path ownProcess() throws IOException, SpheronSshException {
    Path itself = Path.of("/proc/self");
    return Files.exists(itself) ? itself.toRealPath() : home();
  }

  /** This program's folder: {@code $SPHERON_HOME} where it is set, else {@code ~/.spheron}. */
  public Path spheronFolder() throws SpheronSshException {
    Optional<String> own = variable("SPHERON_HOME");
    return own.isPresent() ? resolve(own.get()) : home().resolve(".spheron");
  }

  /** The folder the program was started in. */
  public Path workingFolder() {
    return Path.of(property("user.dir").orElse(".")).toAbsolutePath();
  }

  /**
   * A path as a user gives it: a leading {@code ~/} is the home folder, the rest as the OS has it.
   */
  public Path resolve(String path) throws SpheronSshException {
    try {
      if (path.equals("~")) {
        return home();
      }
      if (path.startsWith("~/")) {
        return home().resolve(path.substring(2));
      }
      return workingFolder().resolve(path);
    } catch (InvalidPathException e) {
      throw new SpheronSshException("this system has no such path: " + path, null, e);
    }
  }

  /** A path as a user likes to read it: {@code ~/…} where it lies in the home folder. */
  public String display(Path path) {
    try {
      Path home = home();
      return path.startsWith(home) && !path.equals(home)
          ? "~/" + home.relativize(path).toString().replace('\\', '/')
          : path.toString();
    } catch (SpheronSshException e) {
      return path.toString(); // no home, so nothing lies in it
    }
  }

  private static Optional<Path> absolute(String path) {
    try {
      return Optional.of(Path.of(path)).filter(Path::isAbsolute);
    } catch (InvalidPathException e) {
      return Optional.empty(); // Windows has characters that no path holds
    }
  }
}
