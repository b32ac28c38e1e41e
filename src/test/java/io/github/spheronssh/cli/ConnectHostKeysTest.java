package io.github.spheronssh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.CommandRun;
import io.github.spheronssh.testing.CommandRun.Result;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import io.github.spheronssh.testing.RealSshd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What else can be said of host keys, and the real ssh says the same of the same server. */
@Timeout(180)
final class ConnectHostKeysTest {
  private static final Path KEYGEN = RealPrograms.require("ssh-keygen");

  @TempDir static Path home;
  private static RealSshd sshd;
  private static Path key;

  @BeforeAll
  static void start() throws Exception {
    Files.createDirectories(home.resolve(".ssh"));
    Path rsa = make("host_rsa", "rsa", "2048");
    key = make("id", "ed25519", "256");
    sshd =
        RealSshd.start(
            Files.createDirectory(home.resolve("sshd")),
            "HostKey " + home.resolve("sshd/host_ed25519"),
            "HostKey " + rsa);
    sshd.authorize(line(key));
    Files.writeString(
        home.resolve("known"),
        "[127.0.0.1]:%1$d %2$s\n[127.0.0.1]:%1$d %3$s\n"
            .formatted(sshd.port(), sshd.hostKey(), line(rsa)));
  }

  @AfterAll
  static void stop() {
    sshd.close();
  }

  @ParameterizedTest
  @CsvSource({
    "rsa-sha2-512, 2048, 0",
    "rsa-sha2-512, 2049, 255",
    "ssh-ed25519, 4096, 0",
    "rsa-sha2-512, 0, 0"
  })
  void aHostKeyHasToBeLongEnough(String algorithm, String size, int status) throws Exception {
    Result ours =
        agree(status, "-o", "HostKeyAlgorithms=" + algorithm, "-o", "RequiredRSASize=" + size);
    assertEquals(status != 0, ours.err().contains("is too short: ssh-rsa SHA256:"), ours.err());
  }

  @Test
  void aKeyThatIsTooShortIsNotOffered() throws Exception {
    Path rsa = make("short", "rsa", "2048");
    sshd.authorize(line(rsa));
    String[] words = {"-o", "IdentitiesOnly=yes", "-o", "RequiredRSASize=3072"};
    assertEquals(255, real(rsa, words));
    Result ours = ours(rsa, Stream.concat(Stream.of("-v"), Stream.of(words)).toList());
    assertEquals(255, ours.status(), ours.err());
    assertTrue(ours.err().contains("it has 2048 bits, and RequiredRSASize is 3072"), ours.err());
    assertEquals(0, ours(rsa, List.of("-o", "IdentitiesOnly=yes")).status());
  }

  @Test
  void aRevokedHostKeyIsRefusedAndSoIsEveryOneWhereTheListCanNotBeRead() throws Exception {
    Path plain = Files.writeString(home.resolve("plain"), "# old\n" + sshd.hostKey() + "\n");
    Path other = Files.writeString(home.resolve("other"), sshd.hostKey("ecdsa") + "\n");
    assertTrue(revoked(255, plain).contains("(RevokedHostKeys)"));
    revoked(0, other);
    assertTrue(revoked(255, list("krl", "key: " + sshd.hostKey())).contains("is revoked"));
    revoked(255, list("sha256", "sha256: " + sshd.hostKey()));
    revoked(0, list("others", "key: " + sshd.hostKey("ecdsa")));
    assertTrue(revoked(255, home.resolve("nowhere")).contains("there is no file of revoked keys"));
    Path rubbish = Files.writeString(home.resolve("rubbish"), "SSHKRL\n\0x");
    assertTrue(revoked(255, rubbish).contains("can't be read"));
    agree(0, "-o", "RevokedHostKeys=none");
  }

  @Test
  void aProgramMaySayWhatIsKnownOfAHost() throws Exception {
    Path log = home.resolve("log");
    Path program = home.resolve("my program");
    Files.writeString(
        program,
        "#!/bin/sh\nprintf '%s|' \"$@\" >>" + log + "\necho \"$2 " + sshd.hostKey() + "\"\n");
    program.toFile().setExecutable(true);
    String[] words = {
      "-o",
      "UserKnownHostsFile=/dev/null",
      "-o",
      "KnownHostsCommand=\"%s\" %%I %%H %%t %%f '%%n %%p' %%%%".formatted(program)
    };
    assertEquals(0, real(key, words));
    String real = Files.readString(log);
    Files.delete(log);
    Result ours = ours(key, List.of(words));
    assertEquals(0, ours.status(), ours.err());
    assertEquals(real, Files.readString(log));
    assertTrue(
        real.contains("|HOSTNAME|[127.0.0.1]:" + sshd.port() + "|ssh-ed25519|SHA256:"), real);
  }

  @ParameterizedTest
  @CsvSource({
    "/bin/false, 255, KnownHostsCommand ended with status 1",
    "/bin/echo, 0, ''",
    "none, 0, ''"
  })
  void whereTheProgramFailsThereIsNoConnection(String command, int status, String error)
      throws Exception {
    assertTrue(agree(status, "-o", "KnownHostsCommand=" + command).err().contains(error), error);
  }

  /** The real ssh says so and goes on without what the program might have revoked. */
  @ParameterizedTest
  @CsvSource({
    "/nowhere/is, KnownHostsCommand can't be run",
    "echo, expected a program by its absolute path"
  })
  void norWhereItCanNotBeRun(String command, String error) {
    Result ours = ours(key, List.of("-o", "KnownHostsCommand=" + command));
    assertEquals(255, ours.status());
    assertTrue(ours.err().contains(error), ours.err());
  }

  @Test
  void whatTheProgramRevokesIsRevoked() throws Exception {
    String command = "KnownHostsCommand=/bin/echo @revoked * " + sshd.hostKey();
    String error = agree(255, "-o", "HostKeyAlgorithms=ssh-ed25519", "-o", command).err();
    assertTrue(error.contains("is marked so in KnownHostsCommand:1"), error);
  }

  private String revoked(int status, Path file) throws Exception {
    return agree(status, "-o", "RevokedHostKeys=" + file).err();
  }

  /** Both end with this status; what ours did. */
  private static Result agree(int status, String... words) throws Exception {
    Result ours = ours(key, List.of(words));
    assertEquals(status, ours.status(), ours.err());
    assertEquals(status, real(key, words), "the real ssh");
    return ours;
  }

  private static Result ours(Path identity, List<String> words) {
    List<String> usual = List.of("connect", "--no-api", "-F", "none", "-i", identity.toString());
    return new CommandRun(home)
        .run(Stream.of(usual, words, usual()).flatMap(List::stream).toArray(String[]::new));
  }

  private static int real(Path identity, String... words) throws Exception {
    List<String> ssh =
        List.of(RealPrograms.require("ssh").toString(), "-F", "none", "-i", identity.toString());
    return ProgramRun.of(Stream.of(ssh, List.of(words), usual()).flatMap(List::stream).toArray())
        .status();
  }

  private static List<String> usual() {
    return List.of(
        "-o",
        "UserKnownHostsFile=" + home.resolve("known"),
        "-o",
        "GlobalKnownHostsFile=none",
        "-o",
        "StrictHostKeyChecking=yes",
        "-o",
        "BatchMode=yes",
        "-p",
        String.valueOf(sshd.port()),
        "-l",
        sshd.userName(),
        "127.0.0.1",
        "true");
  }

  private static Path list(String name, String specification) throws Exception {
    Path text = Files.writeString(home.resolve(name + ".txt"), specification + "\n");
    Path file = home.resolve(name);
    ProgramRun.of(KEYGEN, "-q", "-k", "-f", file, text).succeeded();
    return file;
  }

  private static Path make(String name, String type, String bits) throws Exception {
    Path file = home.resolve(name);
    ProgramRun.of(KEYGEN, "-q", "-t", type, "-b", bits, "-N", "", "-C", name, "-f", file)
        .succeeded();
    return file;
  }

  private static String line(Path file) throws Exception {
    return Files.readString(Path.of(file + ".pub")).strip();
  }
}
