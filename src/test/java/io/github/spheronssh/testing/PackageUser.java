package io.github.spheronssh.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.PackagedProgram.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Somebody with a home and a key of their own, and the packaged program first on their PATH. */
public final class PackageUser {
  private final Path home;
  private final Map<String, String> variables = new HashMap<>();

  /** Makes the home, and in it the default key, without a passphrase. */
  public PackageUser(Path home) throws Exception {
    this.home = Files.createDirectories(home).toRealPath();
    Files.createDirectory(this.home.resolve(".ssh"));
    Path keygen = RealPrograms.require("ssh-keygen");
    ProgramRun.of(keygen, "-q", "-t", "ed25519", "-N", "", "-C", "me", "-f", key()).succeeded();
    Path programs = PackagedProgram.built().launcher("spheron-ssh").getParent();
    variables.put("HOME", this.home.toString());
    variables.put("PATH", programs + ":/usr/local/bin:/usr/bin:/bin");
  }

  /** The home folder; commands start in it. */
  public Path home() {
    return home;
  }

  /** The default key. */
  public Path key() {
    return home.resolve(".ssh/id_ed25519");
  }

  /** All that the user's environment holds. */
  public Map<String, String> variables() {
    return Map.copyOf(variables);
  }

  /** Adds a variable to the environment. */
  public PackageUser with(String name, Object value) {
    variables.put(name, value.toString());
    return this;
  }

  /** Makes the user and the server known to each other; the server's port becomes $PORT. */
  public PackageUser meet(Sshd server) throws IOException {
    server.authorize(Files.readString(home.resolve(".ssh/id_ed25519.pub")).strip());
    Files.writeString(
        home.resolve(".ssh/known_hosts"),
        "[127.0.0.1]:%d %s%n".formatted(server.port(), server.hostKey()));
    return with("PORT", server.port());
  }

  /** Gives the user the service's address and a key to it. */
  public PackageUser knows(AccountService service) {
    return with("SPHERON_API_BASE", service.url()).with("SPHERON_API_KEY", AccountService.KEY);
  }

  /** What happens when the user types this into sh, with nothing on standard input. */
  public Result types(String script) throws IOException, InterruptedException {
    return PackagedProgram.runCommand(home, variables, List.of("/bin/sh", "-c", script));
  }

  /** Starts a program, of which the signals are not yet ignored as in a job of the background. */
  public Process starts(String... command) throws IOException {
    var builder = new ProcessBuilder().directory(home.toFile());
    builder.command().add(RealPrograms.require("env").toString());
    builder.command().add("--default-signal=INT,TERM,HUP,PIPE");
    builder.command().addAll(List.of(command));
    builder.environment().clear();
    builder.environment().putAll(variables);
    return builder.start();
  }

  /**
   * What is typed ends with this status and one error that says this; it has a hint, standard
   * output stays empty, and the home is as it was.
   */
  public void isRefused(int status, String error, String script) throws Exception {
    Map<Path, String> before = files();
    Result result = types(script);
    String all = script + "\n" + result;
    List<String> errors = lines(result, "spheron-ssh: error: ");
    assertEquals(status, result.status(), all);
    assertEquals("", result.out(), all);
    assertEquals(1, errors.size(), all);
    assertTrue(errors.getFirst().contains(error), all);
    assertFalse(lines(result, "spheron-ssh: hint: ").isEmpty(), all);
    assertFalse(result.err().contains("internal error"), all);
    assertFalse(result.err().contains(AccountService.KEY), all);
    assertTrue(result.err().chars().allMatch(c -> c >= ' ' || c == '\n'), all);
    assertEquals(before, files(), script);
  }

  private static List<String> lines(Result result, String start) {
    return result.err().lines().filter(line -> line.startsWith(start)).toList();
  }

  /** Every file of the home, and what it holds; locks are made to stay. */
  public Map<Path, String> files() throws IOException {
    var files = new TreeMap<Path, String>();
    try (Stream<Path> all = Files.walk(home)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (!file.toString().matches(".*(\\.lock|/locks/[^/]*)")) {
          files.put(file, Arrays.toString(Files.readAllBytes(file)));
        }
      }
    }
    return files;
  }
}
