package io.github.spheronssh.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import io.github.spheronssh.testing.RealSshd;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each algorithm by itself, against an OpenSSH server that has all that it was built with. */
@Timeout(60)
final class AlgorithmsOfServersTest {
  private static final String MLKEM = "mlkem768x25519-sha256"; // OpenSSH has it since 9.9

  @TempDir static Path shared;
  private static RealSshd sshd;
  private static Keys keys;

  @TempDir Path folder;
  private final Trace trace = new Trace();

  @BeforeAll
  static void start() throws Exception {
    keys = new Keys(shared);
    List<String> lines = new ArrayList<>();
    for (String kind : List.of("rsa 3072", "ecdsa 384", "ecdsa 521")) {
      Path file = shared.resolve("host " + kind);
      String[] words = kind.split(" ", -1);
      Path keygen = RealPrograms.require("ssh-keygen");
      ProgramRun.of(keygen, "-q", "-t", words[0], "-b", words[1], "-N", "", "-f", file).succeeded();
      lines.add("HostKey \"" + file + "\"");
    }
    lines.add("KexAlgorithms " + list("kex"));
    lines.add("Ciphers " + list("cipher"));
    lines.add("MACs " + list("mac"));
    sshd =
        RealSshd.start(Files.createDirectory(shared.resolve("sshd")), lines.toArray(String[]::new));
    sshd.authorize(Keys.line(keys.ed25519("id")));
  }

  @AfterAll
  static void stop() {
    sshd.close();
  }

  private static String list(String kind) throws Exception {
    String names = ProgramRun.of(RealPrograms.require("ssh"), "-Q", kind).succeeded();
    return String.join(",", names.lines().toList());
  }

  static Stream<String> keyExchanges() throws Exception {
    List<String> theirs = List.of(list("kex").split(",", -1));
    return AlgorithmKind.KEY_EXCHANGE.all().stream()
        .filter(name -> !name.equals(MLKEM) || theirs.contains(name));
  }

  static Stream<String> ciphers() {
    return AlgorithmKind.CIPHER.all().stream();
  }

  static Stream<String> macs() {
    return AlgorithmKind.MAC.all().stream();
  }

  static Stream<String> hostKeys() {
    return AlgorithmKind.HOST_KEY.all().stream().filter(name -> !name.contains("-cert-"));
  }

  @ParameterizedTest
  @MethodSource("keyExchanges")
  void eachKeyExchangeWorks(String name) throws Exception {
    assertEquals(name, agreed(Wishes.only(AlgorithmKind.KEY_EXCHANGE, name)).keyExchange());
  }

  @ParameterizedTest
  @MethodSource("ciphers")
  void eachCipherWorks(String name) throws Exception {
    Algorithms agreed = agreed(Wishes.only(AlgorithmKind.CIPHER, name));
    assertEquals(name, agreed.sent().cipher());
    assertEquals(name, agreed.received().cipher());
  }

  @ParameterizedTest
  @MethodSource("macs")
  void eachMacWorks(String name) throws Exception {
    Algorithms agreed =
        agreed(
            Wishes.only(
                Map.of(
                    AlgorithmKind.CIPHER, List.of("aes128-ctr"),
                    AlgorithmKind.MAC, List.of(name))));
    assertEquals(name, agreed.sent().mac());
    assertEquals("aes128-ctr with " + name, agreed.received().toString());
  }

  @ParameterizedTest
  @MethodSource("hostKeys")
  void eachHostKeyAlgorithmWorks(String name) throws Exception {
    assertEquals(name, agreed(Wishes.only(AlgorithmKind.HOST_KEY, name)).hostKey());
  }

  @Test
  void theBestOfAllIsAgreedOn() throws Exception {
    Algorithms agreed = agreed(AlgorithmWish.usual());
    assertEquals(keyExchanges().findFirst().orElseThrow(), agreed.keyExchange());
    assertEquals(AlgorithmKind.CIPHER.usual().getFirst(), agreed.sent().cipher());
    assertTrue(agreed.strict());
  }

  @Test
  void nothingThatIsUnsafeOrOnRequestIsOffered() throws Exception {
    agreed(AlgorithmWish.usual());
    List<String> offered =
        trace.all(Event.Proposed.class).stream()
            .filter(proposed -> proposed.side().equals("client"))
            .flatMap(proposed -> Stream.of(proposed.algorithms().split(",", -1)))
            .toList();
    assertTrue(offered.contains("kex-strict-c-v00@openssh.com"), offered.toString());
    assertTrue(offered.contains("ext-info-c"), offered.toString());
    for (String name : offered) {
      assertTrue(!name.matches(".*(sha1|cbc|ssh-rsa|dss|group14|md5|-cert-).*"), name);
      assertTrue(!name.startsWith("hmac-") || name.contains("-etm@"), name);
    }
  }

  @Test
  void theServersExtensionsAreTold() throws Exception {
    agreed(AlgorithmWish.usual());
    List<String> told =
        trace.all(Event.HandshakeStep.class).stream().map(Event.HandshakeStep::text).toList();
    assertTrue(told.contains("no guess with the algorithms"), told.toString());
    assertTrue(
        told.stream()
            .anyMatch(
                text ->
                    text.startsWith("the server's server-sig-algs: ")
                        && text.contains("rsa-sha2-512")),
        told.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "KexAlgorithms diffie-hellman-group14-sha256, -o KexAlgorithms=+diffie-hellman-group14-sha256",
    "Ciphers aes128-cbc, has to be updated",
    "KexAlgorithms diffie-hellman-group14-sha1, has to be updated"
  })
  void withoutCommonGroundBothListsAndTheRemedyAreNamed(String line, String remedy)
      throws Exception {
    String theirs = line.substring(line.indexOf(' ') + 1);
    try (RealSshd other = RealSshd.start(Files.createDirectory(folder.resolve("sshd")), line)) {
      SshException e =
          assertThrows(SshException.class, () -> connect(other.port(), AlgorithmWish.usual()));
      assertEquals(Layer.ALGORITHMS, e.layer());
      assertTrue(e.getMessage().contains("the server has " + theirs + ";"), e.getMessage());
      String ours = line.startsWith("Kex") ? "curve25519-sha256" : "aes128-gcm@openssh.com";
      assertTrue(e.getMessage().replaceFirst(".*offered were", "").contains(ours), e.getMessage());
      assertTrue(e.hint().orElseThrow().contains(remedy), e.hint().toString());
    }
  }

  @Test
  void whatWasAskedForInVainIsNamedWhereTheServerHasNothingElse() throws Exception {
    try (RealSshd other =
        RealSshd.start(Files.createDirectory(folder.resolve("sshd")), "Ciphers aes128-cbc")) {
      SshException e =
          assertThrows(
              SshException.class, () -> connect(other.port(), Wishes.missing("aes128-cbc")));
      assertTrue(
          e.hint().orElseThrow().startsWith("spheron-ssh doesn't have aes128-cbc"),
          e.hint().toString());
    }
  }

  @Test
  void theTwoDirectionsMayDiffer() throws Exception {
    var shown =
        new Algorithms(
            "kex",
            "key",
            new Algorithms.Protection("aes128-ctr", "hmac-sha2-256", "zlib@openssh.com"),
            new Algorithms.Protection("aes128-gcm@openssh.com", "aes128-gcm@openssh.com", "none"),
            true);
    assertEquals("aes128-ctr with hmac-sha2-256, zlib@openssh.com", shown.sent().toString());
    assertEquals("aes128-gcm@openssh.com", shown.received().toString());
  }

  /** What a session that works was agreed to run by. */
  private Algorithms agreed(AlgorithmWish wish) throws Exception {
    try (SshSession session = connect(sshd.port(), wish)) {
      var out = new ByteArrayOutputStream();
      session.exec(
          "echo works",
          new Streams(InputStream.nullInputStream(), out, OutputStream.nullOutputStream()));
      assertEquals("works\n", out.toString(StandardCharsets.UTF_8));
    }
    return trace.last(Event.Negotiated.class).orElseThrow().algorithms();
  }

  private SshSession connect(int port, AlgorithmWish wish) throws Exception {
    var trust =
        HostTrust.ofInstance(
            "spheron-test", folder.resolve("known_hosts"), HostTrust.Policy.ACCEPT_NEW);
    var target = new Target("127.0.0.1", port, sshd.userName(), trust, List.of(keys.ed25519("id")));
    return new SshConnector(trace)
        .connect(target, ConnectSettings.defaults().withAlgorithms(wish), Questions.nobody());
  }
}
