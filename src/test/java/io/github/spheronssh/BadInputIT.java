package io.github.spheronssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.spheronssh.testing.AccountService;
import io.github.spheronssh.testing.OddServer;
import io.github.spheronssh.testing.PackageUser;
import io.github.spheronssh.testing.PackagedProgram;
import io.github.spheronssh.testing.PackagedProgram.Result;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import io.github.spheronssh.testing.RealSshd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is wrong is said in one error with a hint, on standard error alone and with the status that
 * means it; and nothing in the home is lost, changed or left half-written.
 */
@EnabledOnOs(OS.LINUX) // which has /dev/full, tmpfs, and an env(1) that undoes ignored signals
final class BadInputIT {
  @TempDir static Path folder;
  private static RealSshd server;
  private static PackageUser user;
  private static byte[] privateKey;

  @BeforeAll
  static void start() throws Exception {
    server = RealSshd.start(Files.createDirectory(folder.resolve("server")));
    user = new PackageUser(folder.resolve("home")).meet(server).with("CI", "true");
    privateKey = Files.readAllBytes(user.key());
    Path keys = Files.createDirectory(user.home().resolve("keys"));
    String text = new String(privateKey, StandardCharsets.UTF_8);
    Files.copy(user.key(), keys.resolve("good"));
    Files.copy(Path.of(user.key() + ".pub"), keys.resolve("good.pub"));
    Files.writeString(keys.resolve("empty"), "");
    Files.writeString(keys.resolve("cut"), text.substring(0, text.length() / 2));
    Files.writeString(keys.resolve("altered"), text.replaceFirst("(?m)^b3B", "b4B"));
    Files.writeString(keys.resolve("putty"), "PuTTY-User-Key-File-3: ssh-ed25519\n");
    Files.writeString(keys.resolve("tls"), "-----BEGIN CERTIFICATE-----\nMIIB\n");
    Files.write(keys.resolve("noise"), new byte[] {0, 27, 91, 50, 74, -1, 10});
    Files.write(keys.resolve("large"), new byte[1 << 20]);
    Files.writeString(keys.resolve("two.pub"), "ssh-ed25519 AAAA a\nssh-ed25519 AAAA b\n");
    Files.writeString(keys.resolve("wrong"), "not it\n");
    encrypt(keys.resolve("locked"));
    // Without a default key the server lets in nobody whose -i is of no use.
    Files.delete(user.key());
    Files.delete(Path.of(user.key() + ".pub"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "missing, there is no key file",
    "empty, met an empty file",
    "cut, the key is cut off",
    "altered, keys/altered",
    "putty, met PuTTY's format",
    "tls, met a certificate",
    "noise, met something else",
    "large, met more than 64 KiB",
    ".., met a folder"
  })
  void aFileThatHoldsNoPrivateKey(String file, String error) throws Exception {
    assertRefused(1, error, "spheron-ssh keygen -y -f keys/" + file);
    assertRefused(255, error, "spheron-ssh connect -i keys/" + file + " -p $PORT 127.0.0.1 true");
  }

  @Test
  void whatMayNotBeReadOrWritten(@TempDir Path open) throws Exception {
    Path closed = Files.copy(user.home().resolve("keys/good"), open.resolve("closed"));
    Files.setPosixFilePermissions(closed, Set.of());
    String program = "spheron-ssh";
    if (System.getProperty("user.name").equals("root")) {
      // Root may read and write everything: another user runs it, from where they may go.
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
      Path launcher = PackagedProgram.built().copyTo(open.resolve("p")).launcher("spheron-ssh");
      String setpriv = RealPrograms.require("setpriv").toString();
      program = setpriv + " --reuid=65534 --regid=65534 --clear-groups " + launcher;
    } else {
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("r-xr-xr-x"));
    }
    String there = "HOME='" + open + "' " + program;
    assertRefused(1, "permission denied", there + " keygen -y -f '" + closed + "'");
    assertRefused(1, "permission denied", there + " upload '" + closed + "'");
    assertRefused(1, "permission denied", there + " keygen --no-passphrase");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @ParameterizedTest
  @CsvSource({
    "missing.pub, there is no file",
    "empty, met nothing",
    "good, met a private key",
    "two.pub, met several",
    "tls, met PEM",
    "noise, met control characters",
    "large, keys/large",
    "'', no default key"
  })
  void aFileThatHoldsNoPublicKey(String file, String error) throws Exception {
    try (var service = new AccountService()) {
      know(service);
      assertRefused(1, error, "spheron-ssh upload " + (file.isEmpty() ? "" : "keys/" + file));
      assertEquals(List.of(), service.requests());
    }
  }

  @Test
  void aPublicKeyInThePlaceOfThePrivateOne() throws Exception {
    assertRefused(1, "met a public key", "spheron-ssh keygen -y -f keys/good.pub");
    String connect = "spheron-ssh connect -i keys/good.pub -p $PORT 127.0.0.1 true";
    assertRefused(255, "has the private half", connect);
  }

  @BeforeEach
  void knowNoService() {
    user.with("SPHERON_API_BASE", "").with("SPHERON_API_KEY", "");
  }

  private static void know(AccountService service) {
    user.with("SPHERON_API_BASE", service.url()).with("SPHERON_API_KEY", AccountService.KEY);
  }

  @Test
  void aPassphraseThatDoesNotOpenTheKey() throws Exception {
    assertRefused(
        1, "passphrase", "spheron-ssh keygen -y -f keys/locked --passphrase-file keys/wrong");
    assertRefused(1, "nobody is there to answer", "setsid -w spheron-ssh keygen -y -f keys/locked");
    assertRefused(
        255, "keys/locked", "setsid -w spheron-ssh connect -i keys/locked -p $PORT 127.0.0.1 true");
    user.with("SSH_ASKPASS", "/bin/echo").with("SSH_ASKPASS_REQUIRE", "force").with("CI", "");
    try {
      assertRefused(
          255,
          "keys/locked",
          "setsid -w spheron-ssh connect -i keys/locked -p $PORT 127.0.0.1 true");
    } finally {
      user.with("SSH_ASKPASS", "").with("SSH_ASKPASS_REQUIRE", "").with("CI", "true");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET  | 200 | <!DOCTYPE html><html></html> | 1 | whoami    | met a web page",
        "GET  | 200 | ''                           | 1 | whoami    | GET /api/balance",
        "GET  | 200 | '{\"teams\":[{\"te'          | 1 | whoami    | GET /api/balance",
        "GET  | 200 | '[1,[2]]'                    | 1 | whoami    | GET /api/balance",
        "GET  | 200 | '{\"sshKeys\":7}'            | 1 | keys list | GET /api/ssh-keys",
        "GET  | 401 | '{\"error\":\"expired\"}'    | 3 | whoami    | expired",
        "GET  | 403 | <html>stop</html>            | 3 | whoami    | web page",
        "GET  | 404 | not here                     | 1 | whoami    | 404",
        "GET  | 500 | <html>oops</html>            | 5 | keys list | the service fails",
        "GET  | 503 | ''                           | 5 | keys list | tried",
        "POST | 409 | '{\"error\":\"conflict\"}'   | 1 | upload keys/good.pub | 409",
        "POST | 500 | ''                           | 5 | upload keys/good.pub | 500"
      })
  void anAnswerThatIsOfNoUse(
      String method, int status, String body, int exit, String command, String error)
      throws Exception {
    try (var service = new AccountService()) {
      know(service);
      for (int i = 0; i < 9; i++) {
        service.answer(method, status, body);
      }
      assertRefused(exit, error, "spheron-ssh " + command);
    }
  }

  @Test
  void aServiceThatLimitsTheRateForLong() throws Exception {
    try (var service = new AccountService()) {
      know(service);
      var limit = new MockResponse.Builder().code(429).addHeader("Retry-After", "900").build();
      service.answer("GET", limit);
      assertRefused(5, "limits the rate", "spheron-ssh whoami");
    }
  }

  @Test
  void theKeyGoesToNoOtherHost() throws Exception {
    try (var service = new AccountService();
        var other = new AccountService()) {
      know(service);
      var away = new MockResponse.Builder().code(302).addHeader("Location", other.url() + "/x");
      service.answer("GET", away.build());
      assertRefused(1, "a redirect", "spheron-ssh whoami");
      assertEquals(List.of(), other.requests());
    }
  }

  @Test
  void theKeyGoesNowhereInPlainText() throws Exception {
    user.with("SPHERON_API_BASE", "http://192.0.2.1").with("SPHERON_API_KEY", AccountService.KEY);
    assertRefused(1, "plain http to 192.0.2.1", "spheron-ssh whoami");
    assertRefused(255, "plain http to 192.0.2.1", "spheron-ssh connect some-name");
  }

  @Test
  void aTargetThatIsNoneOrSeveralOrGone() throws Exception {
    try (var service = new AccountService()) {
      know(service);
      service.deployments(
          """
          [{"id":"d1","name":"twin","status":"running"},
           {"id":"d2","name":"twin","status":"running"},
           {"id":"d3","name":"late","status":"terminated"}]
          """);
      assertRefused(255, "'twin' fits 2 instances", "spheron-ssh connect twin true");
      assertRefused(255, "late", "spheron-ssh connect late true");
      assertRefused(255, "no instance has", "spheron-ssh connect no.such.invalid true");
      assertRefused(4, "k7", "spheron-ssh keys show k7");
    }
  }

  @ParameterizedTest
  @CsvSource({"'', closed the connection", "HTTP/1.1 400 Bad Request, HTTP"})
  void aServerThatSpeaksNoSsh(String greeting, String error) throws Exception {
    try (var odd = OddServer.saying(greeting.isEmpty() ? "" : greeting + "\r\n\r\n")) {
      assertRefused(
          255, error, "spheron-ssh connect --no-api -p " + odd.port() + " 127.0.0.1 true");
    }
  }

  @Test
  void aServerThatHangs() throws Exception {
    try (var odd = OddServer.silent()) {
      assertRefused(
          255,
          "said nothing within 1 s",
          "spheron-ssh connect --no-api -o ConnectTimeout=1 -p " + odd.port() + " 127.0.0.1 true");
    }
  }

  @ParameterizedTest
  @CsvSource({"whoami", "connect --no-api -p $HUNG 127.0.0.1 true", "upload keys/good.pub"})
  void anInterruptWhereverItWaits(String command) throws Exception {
    try (var hung = OddServer.silent()) {
      user.with("HUNG", hung.port())
          .with("SPHERON_API_BASE", "http://127.0.0.1:" + hung.port())
          .with("SPHERON_API_KEY", AccountService.KEY);
      Map<Path, String> before = home();
      Process program = user.starts("sh", "-c", "exec spheron-ssh " + command);
      try (var out = program.inputReader()) {
        hung.awaitCaller();
        String kill = RealPrograms.require("kill").toString();
        new ProcessBuilder(kill, "-INT", Long.toString(program.pid())).start().waitFor();

        assertTrue(program.waitFor(30, TimeUnit.SECONDS), "the program ends");
        assertEquals(130, program.exitValue());
        assertEquals(null, out.readLine());
        assertEquals(before, home());
      } finally {
        program.destroyForcibly();
      }
    }
  }

  @Test
  void outputThatCannotBeWritten() throws Exception {
    Result full = user.types("spheron-ssh --help >/dev/full");
    assertEquals(1, full.status());
    assertTrue(full.err().contains("could not write the output"), full.err());
  }

  @Test
  void aDiskThatIsFull() throws Exception {
    Path disk = Files.createDirectory(user.home().resolve("disk"));
    ProgramRun mounted = asRoot("mount", "-t", "tmpfs", "-o", "size=4k,mode=0777", "none", disk);
    assumeTrue(mounted.status() == 0, "skipped: only root may mount a small disk");
    try {
      Files.write(disk.resolve("filler"), new byte[4096]);
      assertRefused(
          1, "no space left", "HOME=$HOME/disk spheron-ssh keygen --no-passphrase -f ~/disk/id");
    } finally {
      asRoot("umount", disk).succeeded();
      Files.delete(disk);
    }
  }

  @Test
  void aHomeThatMayOnlyBeRead() throws Exception {
    Path disk = Files.createDirectory(user.home().resolve("fixed"));
    ProgramRun mounted = asRoot("mount", "-t", "tmpfs", "-o", "ro", "none", disk);
    assumeTrue(mounted.status() == 0, "skipped: only root may mount a read-only disk");
    try (var service = new AccountService()) {
      know(service);
      String home = "HOME=$HOME/fixed ";
      assertRefused(1, "read-only", home + "spheron-ssh keygen --no-passphrase");
      String login = "spheron-ssh login";
      assertRefused(1, "read-only", "echo $SPHERON_API_KEY | " + home + login);
    } finally {
      asRoot("umount", disk).succeeded();
      Files.delete(disk);
    }
  }

  @ParameterizedTest
  @CsvSource({"unset HOME", "HOME=", "HOME=not/absolute"})
  void aHomeThatIsNone(String change) throws Exception {
    Result made =
        user.types(change + "; spheron-ssh keygen --no-passphrase -f ./made && rm made made.pub");
    assertEquals(0, made.status(), made.err());
  }

  /** The command fails like this, and leaves the home as it was. */
  private static void assertRefused(int status, String error, String command) throws Exception {
    Map<Path, String> before = home();
    Result result = user.types(command);
    String all = command + "\n" + result;
    List<String> errors = lines(result, "spheron-ssh: error: ");
    assertEquals(status, result.status(), all);
    assertEquals("", result.out(), all);
    assertEquals(1, errors.size(), all);
    assertTrue(errors.getFirst().contains(error), all);
    assertFalse(lines(result, "spheron-ssh: hint: ").isEmpty(), all);
    assertFalse(result.err().contains("internal error"), all);
    assertFalse(result.err().contains(AccountService.KEY), all);
    assertTrue(result.err().chars().allMatch(c -> c >= ' ' || c == '\n'), all);
    assertEquals(before, home(), command);
  }

  private static List<String> lines(Result result, String start) {
    return result.err().lines().filter(line -> line.startsWith(start)).toList();
  }

  /** Every file of the home, and what it holds; locks are made to stay. */
  private static Map<Path, String> home() throws IOException {
    var files = new TreeMap<Path, String>();
    try (Stream<Path> all = Files.walk(user.home())) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (!file.toString().matches(".*(\\.lock|/locks/[^/]*)")) {
          files.put(file, Arrays.toString(Files.readAllBytes(file)));
        }
      }
    }
    return files;
  }

  private static void encrypt(Path file) throws Exception {
    Files.copy(user.key(), file);
    Path keygen = RealPrograms.require("ssh-keygen");
    ProgramRun.of(keygen, "-q", "-p", "-a", "1", "-P", "", "-N", "xyzzy", "-f", file).succeeded();
  }

  private static ProgramRun asRoot(Object... command) throws Exception {
    Stream<Object> sudo =
        System.getProperty("user.name").equals("root")
            ? Stream.of()
            : RealPrograms.find("sudo").stream().flatMap(path -> Stream.of(path, "-n"));
    return ProgramRun.of(Stream.concat(sudo, Stream.of(command)).toArray());
  }
}
