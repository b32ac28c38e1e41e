package io.github.spheronssh.cli;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.key.Randomart;
import io.github.spheronssh.terminal.Tty;
import io.github.spheronssh.testing.CommandRun;
import io.github.spheronssh.testing.CommandRun.Result;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import io.github.spheronssh.testing.RealSshd;
import io.github.spheronssh.testing.TestRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trust in a plain host: what is asked, what is written where, and what the host may add. */
@Timeout(120)
final class HostTrustTest {
  private static final String ALIAS = "-oHostKeyAlias=host";

  private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

  @TempDir Path home;
  private RealSshd sshd;
  private CommandRun commands;
  private Path known;

  @BeforeEach
  void start() throws Exception {
    known = Files.createDirectories(home.resolve(".ssh")).resolve("known_hosts");
    Path id = key(home.resolve(".ssh/id_ed25519"));
    sshd = server("sshd");
    sshd.authorize(Files.readString(Path.of(id + ".pub")).strip());
    commands = new CommandRun(home);
  }

  @AfterEach
  void stop() {
    sshd.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "YES", "fingerprint"})
  void aFirstContactShowsThePictureAndTakesTheFingerprintItself(String answer) throws Exception {
    PublicKeyLine key = PublicKeyLine.parse(sshd.hostKey("ed25519"));
    String fingerprint = key.fingerprint().toString();
    Files.writeString(known, "other.example " + sshd.hostKey("ed25519") + "\n");
    TestRun run = asked(answer.equals("fingerprint") ? fingerprint : answer, ALIAS);
    assertEquals(0, run.status(), run.err());
    String question = run.questions().getFirst();
    assertTrue(question.contains(fingerprint), question);
    assertTrue(question.contains(Randomart.of(key)), question);
    assertTrue(question.contains("known_hosts:1: other.example"), question);
    assertTrue(Files.readString(known).contains("\nhost ssh-ed25519 "), Files.readString(known));
  }

  @Test
  void noAndAnotherFingerprintAreNoTrust() throws Exception {
    TestRun no = asked("no", ALIAS);
    assertEquals(255, no.status());
    assertTrue(no.err().contains("was not accepted"), no.err());
    TestRun other = asked("SHA256:" + "A".repeat(43), ALIAS);
    assertEquals(255, other.status());
    assertTrue(other.questions().getLast().contains("Please type yes, no or the fingerprint"));
    assertFalse(Files.exists(known));
  }

  @Test
  void withNobodyToAskAFirstContactNamesTheOptionThatAnswers() throws Exception {
    Result refused = connect(ALIAS);
    assertEquals(255, refused.status());
    String fingerprint = PublicKeyLine.parse(sshd.hostKey("ed25519")).fingerprint().toString();
    assertTrue(refused.err().contains("--host-key-fingerprint " + fingerprint), refused.err());
    assertEquals(0, connect(ALIAS, "--host-key-fingerprint", fingerprint).status());
    assertEquals(0, connect(ALIAS, "-oStrictHostKeyChecking=yes").status());
  }

  @Test
  void noIsTakenForAcceptNewAndSaysSo() throws Exception {
    Result first = connect(ALIAS, "-oStrictHostKeyChecking=no");
    assertEquals(0, first.status(), first.err());
    assertTrue(first.err().contains("StrictHostKeyChecking=no is taken for accept-new"));
    Files.writeString(known, "host " + stranger() + "\n");
    Result changed = connect(ALIAS, "-oStrictHostKeyChecking=no");
    assertEquals(255, changed.status());
    assertTrue(changed.err().contains("has changed"), changed.err());
  }

  @Test
  void aNewKeyGoesIntoTheFirstOfTheUsersFiles() throws Exception {
    Path first = home.resolve("first");
    Path second = Files.writeString(home.resolve("second"), "# kept\n");
    String files = "-oUserKnownHostsFile=~/first " + second;
    assertEquals(0, connect(ALIAS, files, "--host-key=accept-new").status());
    assertTrue(Files.readString(first).startsWith("host ssh-ed25519 "));
    assertEquals("# kept\n", Files.readString(second));
    Files.move(first, second, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertEquals(0, connect(ALIAS, files, "--host-key=strict").status());
    assertFalse(Files.exists(known));
  }

  @Test
  void aFileThatForgetsIsHonouredWithAWarning() throws Exception {
    String file = "-oUserKnownHostsFile=/dev/null";
    for (int time = 0; time < 2; time++) {
      Result in = connect(ALIAS, file, "--host-key=accept-new");
      assertEquals(0, in.status(), in.err());
      assertTrue(in.err().contains("UserKnownHostsFile=/dev/null keeps no host key"), in.err());
      assertFalse(in.err().contains("remembered"), in.err());
    }
    assertFalse(Files.exists(Path.of("/dev/.spheron-ssh.lock")));
    Result none = connect(ALIAS, "-oUserKnownHostsFile=none", "--host-key=accept-new");
    assertEquals(255, none.status());
    assertTrue(none.err().contains("there is no file to keep it in"), none.err());
  }

  @Test
  void namesAreHashedWhereThatIsWishedAndSshFindsThem() throws Exception {
    assertEquals(0, connect(ALIAS, "-oHashKnownHosts=yes", "--host-key=accept-new").status());
    assertTrue(Files.readString(known).startsWith("|1|"), Files.readString(known));
    assertEquals(
        1, ProgramRun.of(keygen(), "-F", "host", "-f", known).out().split("found:", -1).length - 1);
    assertEquals(0, connect(ALIAS, "--host-key=strict").status());
  }

  @Test
  void aKnownKeyIsShownWhereThatIsWished() throws Exception {
    Files.writeString(known, "host " + sshd.hostKey("ed25519") + "\n");
    String picture = Randomart.of(PublicKeyLine.parse(sshd.hostKey("ed25519")));
    Result in = connect(ALIAS, "-oVisualHostKey=yes");
    for (String line : picture.lines().toList()) {
      assertTrue(in.err().contains(line), in.err());
    }
    assertFalse(connect(ALIAS).err().contains("[SHA256]"));
  }

  @Test
  void furtherKeysAreLearntOnceTheHostIsKnownSoThatARotationGoesUnnoticed() throws Exception {
    Path old = key(home.resolve("old"));
    sshd.close();
    sshd = server("both", "HostKey " + old);
    authorize(sshd);
    Files.writeString(known, "# mine\nhost " + line(old) + "\nelse " + stranger() + "\n");
    assertEquals(0, connect(ALIAS, "--host-key=strict").status());
    Set<String> all = Set.of(line(old), sshd.hostKey("ed25519"), sshd.hostKey("ecdsa"));
    assertEquals(keysOf(all), keysOfHost());
    assertTrue(Files.readString(known).startsWith("# mine\nhost " + line(old) + "\nelse "));

    sshd.close();
    Path rotated = Files.createDirectory(home.resolve("rotated"));
    for (String file : List.of("host_ed25519", "host_ed25519.pub")) {
      Files.copy(
          home.resolve("both/" + file),
          rotated.resolve(file),
          java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    }
    sshd = RealSshd.start(rotated);
    authorize(sshd);
    Result unnoticed = connect(ALIAS, "--host-key=strict");
    assertEquals(0, unnoticed.status(), unnoticed.err());
    assertEquals("", unnoticed.err());
    assertEquals(keysOf(Set.of(sshd.hostKey("ed25519"), sshd.hostKey("ecdsa"))), keysOfHost());
    assertTrue(Files.readString(known).startsWith("# mine\nelse "), Files.readString(known));
  }

  @Test
  void nothingIsLearntOnAContactThatNobodyConfirmedNorWhereItIsNotWished() throws Exception {
    assertEquals(0, connect(ALIAS, "--host-key=accept-new").status());
    assertEquals(1, keysOfHost().size());
    assertEquals(0, connect(ALIAS, "-oUpdateHostKeys=no").status());
    assertEquals(0, connect(ALIAS, "-oUpdateHostKeys=ask").status());
    assertEquals(1, keysOfHost().size());
    assertEquals(0, connect(ALIAS).status());
    assertEquals(2, keysOfHost().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "no"})
  void whetherToLearnIsAskedAfterTheSession(String answer) throws Exception {
    Files.writeString(known, "host " + sshd.hostKey("ed25519") + "\n");
    TestRun run = asked(answer, ALIAS, "-oUpdateHostKeys=ask");
    assertEquals(0, run.status(), run.err());
    String question = run.questions().getFirst();
    assertTrue(question.contains("new: ecdsa-sha2-nistp256 SHA256:"), question);
    assertEquals(answer.equals("yes") ? 2 : 1, keysOfHost().size());
  }

  @Test
  void connectionsAtOnceAddAKeyOnce() throws Exception {
    int count = 4;
    var person = new Hesitant(new CyclicBarrier(count));
    List<CompletableFuture<Result>> runs =
        IntStream.range(0, count)
            .mapToObj(
                _ ->
                    CompletableFuture.supplyAsync(
                        () -> commands.runAt(person, words(ALIAS)), THREADS))
            .toList();
    for (CompletableFuture<Result> run : runs) {
      assertEquals(0, run.get().status(), run.get().err());
    }
    long first =
        Files.readAllLines(known).stream().filter(l -> l.startsWith("host ssh-ed25519 ")).count();
    assertEquals(1, first, Files.readString(known));
    assertEquals(
        Set.of(),
        Files.readAllLines(known).stream().filter(l -> !l.startsWith("host ")).collect(toSet()));
  }

  /** Says yes once all are asked, so that all write at once. */
  private record Hesitant(CyclicBarrier all) implements Tty {
    @Override
    public String readLine(String question) {
      try {
        all.await(60, TimeUnit.SECONDS);
        return "yes";
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public char[] readSecret(String question) {
      throw new AssertionError("nobody expected the question: " + question);
    }
  }

  @Test
  void aLinkStaysALinkAndALooseModeStaysAsItIs() throws Exception {
    Path real = Files.createDirectory(home.resolve("dotfiles")).resolve("known_hosts");
    Files.writeString(real, "host " + stranger() + "\nhost " + sshd.hostKey("ed25519") + "\n");
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-rw-rw-"));
    Files.createSymbolicLink(known, real);
    assertEquals(0, connect(ALIAS).status());
    assertEquals(0, connect("-oHostKeyAlias=other", "--host-key=accept-new").status());
    assertTrue(Files.isSymbolicLink(known));
    assertEquals("rw-rw-rw-", PosixFilePermissions.toString(Files.getPosixFilePermissions(real)));
    assertEquals(2, keysOfHost().size());
    assertTrue(Files.readString(real).contains("\nother ssh-ed25519 "), Files.readString(real));
    assertFalse(Files.readString(real).contains(stranger()));
  }

  @Test
  void aDamagedLineIsPassedOverWithAWord() throws Exception {
    Files.writeString(known, "host rubbish\nhost " + sshd.hostKey("ed25519") + "\n");
    Result in = connect(ALIAS);
    assertEquals(0, in.status(), in.err());
    assertTrue(in.err().contains("~/.ssh/known_hosts:1 can't be read and counts for nothing"));
  }

  @Test
  void ofManyDamagedLinesOnlyTheFirstAreToldOf() throws Exception {
    Files.writeString(known, "rubbish\n".repeat(5000) + "host " + sshd.hostKey("ed25519") + "\n");
    Result in = connect(ALIAS);
    assertEquals(0, in.status(), in.err());
    assertEquals(4, in.err().lines().count(), in.err());
    assertTrue(in.err().contains("and 4997 more lines that can't be read"), in.err());
  }

  @Test
  void aHostWithACertificateIsTrustedByItsKeyAlone() throws Exception {
    Path ca = key(home.resolve("ca"));
    Path folder = Files.createDirectory(home.resolve("certified"));
    Path host = key(folder.resolve("host_ed25519"));
    ProgramRun.of(keygen(), "-q", "-h", "-s", ca, "-I", "x", "-n", "127.0.0.1", host + ".pub")
        .succeeded();
    try (RealSshd certified = RealSshd.start(folder, "HostCertificate " + host + "-cert.pub")) {
      authorize(certified);
      String place = "127.0.0.1:" + certified.port();
      String name = "[127.0.0.1]:" + certified.port();
      String print = PublicKeyLine.parse(line(host)).fingerprint().toString();
      Files.writeString(known, "@cert-authority * " + line(ca) + "\n");
      Result vouched = commands.run("trust", place, "--fingerprint", print);
      assertEquals(0, vouched.status(), vouched.err());
      assertTrue(vouched.err().contains("pinned already"), vouched.err());
      Files.writeString(known, name + " " + stranger() + "\n@cert-authority x " + line(ca) + "\n");
      assertEquals(0, commands.run("trust", place, "--fingerprint", print).status());
      assertTrue(Files.readString(known).contains(name + " " + line(host) + " trusted 2"));
      assertFalse(Files.readString(known).contains(stranger()));
      assertEquals(0, commands.run("forget", place).status());
      assertEquals("@cert-authority x " + line(ca) + "\n", Files.readString(known));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "diffie-hellman-group-exchange-sha256",
        "curve25519-sha256",
        "sntrup761x25519-sha512@openssh.com"
      })
  void aCertificateCountsInEveryKeyExchange(String exchange) throws Exception {
    Path ca = key(home.resolve("ca"));
    Path folder = Files.createDirectory(home.resolve("certified"));
    Path host = key(folder.resolve("host_ed25519"));
    ProgramRun.of(keygen(), "-q", "-h", "-s", ca, "-I", "x", host + ".pub").succeeded();
    sshd.close();
    sshd =
        RealSshd.start(
            folder, "HostCertificate " + host + "-cert.pub", "KexAlgorithms " + exchange);
    authorize(sshd);
    Files.writeString(known, "@cert-authority host " + line(ca) + "\n");
    Result in = connect("-v", ALIAS, "--host-key=strict");
    assertEquals(0, in.status(), in.err());
    assertTrue(in.err().contains("certified by the authority of " + known + ":1"), in.err());
    assertEquals(1, Files.readAllLines(known).size(), "a certified host adds no keys");
  }

  @Test
  void aChangedKeysRemedyIsTheOneThatWorks() throws Exception {
    String place = "127.0.0.1:" + sshd.port();
    Files.writeString(
        known, "[127.0.0.1]:" + sshd.port() + " " + stranger() + " added 2026-01-02\n");
    Result changed = connect();
    assertTrue(changed.err().contains("added 2026-01-02), met ssh-ed25519 SHA256:"), changed.err());
    String print = PublicKeyLine.parse(sshd.hostKey("ed25519")).fingerprint().toString();
    assertTrue(
        changed.err().contains("spheron-ssh trust " + place + " --fingerprint " + print),
        changed.err());
    assertEquals(0, commands.run("trust", place, "--fingerprint", print).status());
    assertEquals(0, connect("--host-key=strict").status());

    Path other = Files.writeString(home.resolve("other"), "host " + stranger() + "\n");
    Result aliased = connect(ALIAS, "-oUserKnownHostsFile=" + other);
    assertTrue(aliased.err().contains("ssh-keygen -R 'host' -f '" + other + "'"), aliased.err());
  }

  private Set<String> keysOfHost() throws Exception {
    return Files.readAllLines(known).stream()
        .filter(line -> line.startsWith("host "))
        .map(line -> line.split(" ", -1)[2])
        .collect(toSet());
  }

  private static Set<String> keysOf(Set<String> lines) {
    return lines.stream().map(line -> line.split(" ", -1)[1]).collect(toSet());
  }

  private Result connect(String... options) {
    return commands.run(words(options));
  }

  private TestRun asked(String answer, String... options) {
    return TestRun.answering(List.of(answer), Map.of("HOME", home.toString()), words(options));
  }

  private String[] words(String... options) {
    var words = new ArrayList<>(List.of("connect", "--no-api"));
    words.addAll(List.of(options));
    words.addAll(
        List.of("-l", sshd.userName(), "-p", String.valueOf(sshd.port()), "127.0.0.1", "true"));
    return words.toArray(String[]::new);
  }

  private RealSshd server(String name, String... configuration) throws Exception {
    return RealSshd.start(Files.createDirectory(home.resolve(name)), configuration);
  }

  private void authorize(RealSshd server) throws Exception {
    server.authorize(line(home.resolve(".ssh/id_ed25519")));
  }

  private String stranger() throws Exception {
    Path file = home.resolve("stranger");
    return line(Files.exists(file) ? file : key(file));
  }

  private static String line(Path key) throws Exception {
    return Files.readString(Path.of(key + ".pub")).strip();
  }

  private static Path key(Path file) throws Exception {
    ProgramRun.of(keygen(), "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", file).succeeded();
    return file;
  }

  private static Path keygen() {
    return RealPrograms.require("ssh-keygen");
  }
}
