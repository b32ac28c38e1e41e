package io.github.spheronssh.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.agent.SshAgent;
import io.github.spheronssh.key.Fingerprint;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.testing.RealAgent;
import io.github.spheronssh.testing.RealSshd;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The way from a target to a session, against OpenSSH's own server. */
@Timeout(60)
final class SshConnectorTest {
  @TempDir static Path shared;
  private static RealSshd sshd;
  private static Keys keys;
  private static Identity.KeyFile right;
  private static Identity.KeyFile locked;
  private static Identity.KeyFile stranger;
  private static Identity.KeyFile lockedStranger;

  @TempDir Path folder;
  private final Trace trace = new Trace();
  private final Answers answers = new Answers();

  @BeforeAll
  static void start() throws Exception {
    keys = new Keys(shared);
    sshd = RealSshd.start(Files.createDirectory(shared.resolve("sshd")));
    right = keys.ed25519("right");
    locked = keys.key("locked", "ed25519", "open sesame");
    stranger = keys.ed25519("stranger");
    lockedStranger = keys.key("locked-stranger", "ecdsa", "never asked for");
    sshd.authorize(Keys.line(right));
    sshd.authorize(Keys.line(locked));
  }

  @AfterAll
  static void stop() {
    sshd.close();
  }

  @Test
  void theKeysAreTriedInTheGivenOrder() throws Exception {
    try (SshSession session = connect(target(stranger, right))) {
      assertEquals(Optional.of(right), session.identity());
    }
    assertEquals(
        List.of("stranger OFFERED", "stranger REFUSED", "right OFFERED", "right WELCOME"), tried());
  }

  @Test
  void aRefusalNamesEachKeyAndItsAnswer() {
    LoginException e =
        assertThrows(LoginException.class, () -> connect(target(stranger, lockedStranger)));
    assertEquals(Layer.LOGIN, e.layer());
    assertTrue(e.getMessage().contains("stranger (ssh-ed25519 SHA256:"), e.getMessage());
    assertTrue(e.getMessage().contains("not taken; locked-stranger"), e.getMessage());
    assertTrue(e.methods().contains("publickey"));
    assertEquals(2, e.tried().size());
    assertEquals(List.of(), answers.asked);
  }

  @Test
  void withoutKeysTheRefusalSaysSo() {
    LoginException e = assertThrows(LoginException.class, () -> connect(target()));
    assertTrue(e.getMessage().contains("no key was there to try"), e.getMessage());
  }

  @Test
  void aPassphraseIsAskedForOnlyWhenTheServerWouldTakeTheKey() throws Exception {
    answers.passphrases.add("open sesame");
    connect(target(lockedStranger, locked)).close();
    assertEquals(List.of("passphrase locked 1"), answers.asked);
  }

  @Test
  void aWrongPassphraseHasThreeTriesAndThenTheNextKeyIsTried() throws Exception {
    answers.passphrases.addAll(List.of("a", "b", "c"));
    connect(target(locked, right)).close();
    assertEquals(
        List.of("passphrase locked 1", "passphrase locked 2", "passphrase locked 3"),
        answers.asked);
    assertTrue(tried().contains("locked UNUSABLE"), tried().toString());
  }

  @Test
  void theTimeOfAnAnswerCountsAgainstNoLimit() throws Exception {
    answers.passphrases.add("open sesame");
    answers.thinking = Duration.ofSeconds(11);
    ConnectSettings hasty =
        new ConnectSettings(
            Route.USUAL,
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10), // of the login; a loaded machine takes seconds for it
            Duration.ofSeconds(30),
            Duration.ZERO,
            3,
            LoginMethods.USUAL,
            AlgorithmWish.usual(),
            ChannelTimeouts.NONE);
    new SshConnector(trace).connect(target(locked), hasty, answers).close();
    assertEquals(List.of("passphrase locked 1"), answers.asked);
  }

  @Test
  void withNobodyToAskALockedKeyIsAnError() {
    SshException e =
        assertThrows(
            SshException.class,
            () ->
                new SshConnector(trace)
                    .connect(target(locked), ConnectSettings.defaults(), Questions.nobody()));
    assertTrue(e.getMessage().contains("nobody is there to ask"), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"rsa,rsa-sha2-512", "ecdsa,ecdsa-sha2-nistp256", "ed25519,ssh-ed25519"})
  void eachKindOfKeySignsAsItShould(String kind, String algorithm) throws Exception {
    Identity.KeyFile key = keys.key("kind-" + kind, kind, "");
    sshd.authorize(Keys.line(key));
    connect(target(key)).close();
    assertEquals(algorithm, trace.last(Event.KeyTried.class).orElseThrow().algorithm());
  }

  @ParameterizedTest
  @CsvSource({"rsa", "ecdsa", "ed25519"})
  void anAgentsKeySigns(String kind) throws Exception {
    Identity.KeyFile key = keys.key("agent-" + kind, kind, "");
    sshd.authorize(Keys.line(key));
    try (RealAgent real = RealAgent.start(folder)) {
      real.sshAdd("-q", key.file().path()).succeeded();
      SshAgent agent = SshAgent.find(real.environment()).orElseThrow();
      Identity held = new Identity.AgentHeld(agent, agent.identities().getFirst());
      try (SshSession session = connect(target(held))) {
        assertEquals(Optional.of(held), session.identity());
      }
    }
  }

  @Test
  void anAgentThatIsGoneLeavesTheNextKey() throws Exception {
    Identity held;
    try (RealAgent real = RealAgent.start(folder)) {
      real.sshAdd("-q", right.file().path()).succeeded();
      SshAgent agent = SshAgent.find(real.environment()).orElseThrow();
      held = new Identity.AgentHeld(agent, agent.identities().getFirst());
    }
    connect(target(held, right)).close();
    assertTrue(tried().getLast().startsWith("right"), tried().toString());
  }

  @Test
  void theNegotiatedAlgorithmsAreTheBestOnBothSides() throws Exception {
    connect(target(right)).close();
    Algorithms agreed = trace.last(Event.Negotiated.class).orElseThrow().algorithms();
    assertTrue(
        agreed.keyExchange().startsWith("mlkem768") || agreed.keyExchange().startsWith("sntrup761"),
        agreed.toString());
    assertEquals("aes128-gcm@openssh.com", agreed.received().cipher());
    assertTrue(agreed.strict());
  }

  @Test
  void theEventsTellTheWholeWay() throws Exception {
    connect(target(right)).close();
    List<Layer> layers = trace.events().stream().map(Event::layer).distinct().toList();
    assertEquals(
        List.of(Layer.DNS, Layer.TCP, Layer.BANNER, Layer.ALGORITHMS, Layer.HOST_KEY, Layer.LOGIN),
        layers);
  }

  @Test
  void aNewHostKeyIsAskedForOnceAndKept() throws Exception {
    answers.hostKey = true;
    HostTrust ask = trust(HostTrust.Policy.ASK);
    connect(target(ask, right)).close();
    connect(target(ask, right)).close();
    assertEquals(1, answers.asked.size());
    assertTrue(answers.asked.getFirst().contains("SHA256:"));
    assertTrue(Files.readString(ask.own().getFirst()).startsWith("spheron-42 ssh-ed25519 "));
  }

  @Test
  void aHostKeyThatTheUserDeclinesEndsTheConnectionBeforeTheLogin() {
    answers.hostKey = false;
    HostKeyException e = refused(target(trust(HostTrust.Policy.ASK), right));
    assertEquals(HostKeyException.Reason.DECLINED, e.reason());
    assertEquals(List.of(), tried());
    assertFalse(Files.exists(folder.resolve("known_hosts")));
  }

  @Test
  void theStrictPolicyTakesNoNewHostKey() {
    assertEquals(
        HostKeyException.Reason.UNKNOWN,
        refused(target(trust(HostTrust.Policy.STRICT), right)).reason());
  }

  @Test
  void aChangedHostKeyIsRefusedUnderEveryPolicy() throws Exception {
    answers.hostKey = true;
    for (HostTrust.Policy policy : HostTrust.Policy.values()) {
      HostTrust trust = trust(policy);
      Files.writeString(trust.own().getFirst(), "spheron-42 " + Keys.line(stranger) + "\n");
      HostKeyException e = refused(target(trust, right));
      assertEquals(HostKeyException.Reason.CHANGED, e.reason());
      assertEquals(Layer.HOST_KEY, e.layer());
      assertTrue(e.getMessage().contains(e.met().fingerprint().toString()), e.getMessage());
      assertEquals(
          "spheron-42 " + Keys.line(stranger) + "\n", Files.readString(trust.own().getFirst()));
    }
    assertEquals(List.of(), answers.asked);
    assertEquals(List.of(), tried());
  }

  @Test
  void aRevokedHostKeyIsRefused() throws Exception {
    HostTrust trust = trust(HostTrust.Policy.ACCEPT_NEW);
    Files.writeString(trust.own().getFirst(), "@revoked * " + sshd.hostKey("ed25519") + "\n");
    assertEquals(HostKeyException.Reason.REVOKED, refused(target(trust, right)).reason());
  }

  @Test
  void theKindOfKeyThatIsKnownIsOfferedFirst() throws Exception {
    HostTrust trust = trust(HostTrust.Policy.STRICT);
    Files.writeString(trust.own().getFirst(), "spheron-42 " + sshd.hostKey("ecdsa") + "\n");
    try (SshSession session = connect(target(trust, right))) {
      assertEquals("ecdsa-sha2-nistp256", session.hostKey().type());
    }
  }

  @Test
  void theFingerprintThatTheUserGaveStandsForAnAnswer() throws Exception {
    PublicKeyLine key = PublicKeyLine.parse(sshd.hostKey("ed25519"));
    connect(target(trust(HostTrust.Policy.STRICT).expecting(key.fingerprint()), right)).close();
    Fingerprint other = PublicKeyLine.parse(Keys.line(stranger)).fingerprint();
    HostTrust wrong = trust(HostTrust.Policy.ACCEPT_NEW).expecting(other);
    assertEquals(HostKeyException.Reason.UNEXPECTED, refused(target(wrong, right)).reason());
  }

  @Test
  void aPlainHostIsKnownByItsNameAndPort() throws Exception {
    Path pins = folder.resolve("known_hosts");
    String line = "[127.0.0.1]:" + sshd.port() + " " + sshd.hostKey("ed25519");
    Files.writeString(pins, line + "\n");
    connect(target(plain(pins), right)).close();
    Files.writeString(pins, "127.0.0.1 " + sshd.hostKey("ed25519") + "\n");
    connect(target(plain(pins), right)).close();
    Files.writeString(pins, "127.0.0.1 " + Keys.line(stranger) + "\n");
    assertEquals(HostKeyException.Reason.UNKNOWN, refused(target(plain(pins), right)).reason());
  }

  @Test
  void aPinThatCanNotBeWrittenIsToldAndTheSessionOpens() throws Exception {
    Path pins = folder.resolve("known_hosts");
    Files.createSymbolicLink(pins, folder.resolve("nowhere"));
    HostTrust trust = HostTrust.ofInstance("spheron-42", pins, HostTrust.Policy.ACCEPT_NEW);
    connect(target(trust, right)).close();
    assertEquals(1, trace.all(Event.HostKeyNotKept.class).size());
  }

  @Test
  void aNameThatDoesNotExistIsOfTheDnsLayer() {
    Target nowhere =
        new Target("no-such-host.invalid", 22, "u", trust(HostTrust.Policy.ASK), List.of());
    SshException e = assertThrows(SshException.class, () -> connect(nowhere));
    assertEquals(Layer.DNS, e.layer());
    assertTrue(e.getMessage().contains("no-such-host.invalid"), e.getMessage());
  }

  @Test
  void aPortWithNobodyBehindItIsOfTheTcpLayer() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Target closed = new Target("127.0.0.1", port, "u", trust(HostTrust.Policy.ASK), List.of());
    SshException e = assertThrows(SshException.class, () -> connect(closed));
    assertEquals(Layer.TCP, e.layer());
    assertTrue(e.getMessage().contains("refused"), e.getMessage());
  }

  @Test
  void aServerWithOldAlgorithmsAloneIsNamedWithThem() throws Exception {
    Path old = Files.createDirectory(folder.resolve("old"));
    try (RealSshd server = RealSshd.start(old, "Ciphers aes128-cbc,3des-cbc")) {
      SshException e =
          assertThrows(SshException.class, () -> connect(keys.target(server.port(), "u", right)));
      assertEquals(Layer.ALGORITHMS, e.layer());
      assertTrue(e.getMessage().contains("aes128-cbc, 3des-cbc"), e.getMessage());
    }
  }

  private SshSession connect(Target target) throws Exception {
    return new SshConnector(trace).connect(target, ConnectSettings.defaults(), answers);
  }

  private HostKeyException refused(Target target) {
    return assertThrows(HostKeyException.class, () -> connect(target));
  }

  private static Target target(Identity... identities) {
    return keys.target(sshd.port(), sshd.userName(), identities);
  }

  private static Target target(HostTrust trust, Identity... identities) {
    return new Target("127.0.0.1", sshd.port(), sshd.userName(), trust, List.of(identities));
  }

  private HostTrust trust(HostTrust.Policy policy) {
    return HostTrust.ofInstance("spheron-42", folder.resolve("known_hosts"), policy);
  }

  private static HostTrust plain(Path pins) {
    return new HostTrust(
        HostTrust.Policy.STRICT,
        Optional.empty(),
        List.of(pins),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        HostKeyHabits.USUAL);
  }

  private List<String> tried() {
    return trace.all(Event.KeyTried.class).stream()
        .map(each -> each.identity().origin() + " " + each.answer())
        .toList();
  }
}
