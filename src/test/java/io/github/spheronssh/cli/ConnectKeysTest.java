package io.github.spheronssh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.terminal.Tty;
import io.github.spheronssh.testing.CommandRun;
import io.github.spheronssh.testing.CommandRun.Result;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealAgent;
import io.github.spheronssh.testing.RealPrograms;
import io.github.spheronssh.testing.RealSshd;
import io.github.spheronssh.testing.TokenAgent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which keys a {@code connect} offers to OpenSSH's own server, which takes only a few tries. */
@Timeout(120)
final class ConnectKeysTest {
  @TempDir Path home;
  private RealSshd sshd;
  private RealAgent agent;
  private CommandRun commands;

  @BeforeEach
  void start() throws Exception {
    Files.createDirectories(home.resolve(".ssh"));
    Path ca = key("ca", "ed25519", "");
    sshd =
        RealSshd.start(
            Files.createDirectory(home.resolve("sshd")),
            "MaxAuthTries 2",
            "AllowAgentForwarding yes",
            "TrustedUserCAKeys " + ca + ".pub");
    agent = RealAgent.start(Files.createDirectory(home.resolve("my agent")));
    commands = new CommandRun(home).with("SSH_AUTH_SOCK", agent.socket().toString());
  }

  @AfterEach
  void stop() {
    agent.close();
    sshd.close();
  }

  @Test
  void theGivenKeyComesBeforeAnAgentFullOfOthers() throws Exception {
    Path right = key("right", "ed25519", "");
    authorize(right);
    fillAgent(5);
    assertEquals(0, connect("-i", right.toString()).status());
    Result refused = connect();
    assertEquals(255, refused.status());
    assertTrue(refused.err().contains("Too many authentication failures"), refused.err());
  }

  @Test
  void identitiesOnlyKeepsTheAgentsOtherKeysBackAndItStillSigns() throws Exception {
    Path right = key("right", "ed25519", "secret");
    authorize(right);
    fillAgent(3);
    addLocked(right);
    Result in = connect("-v", "-oIdentitiesOnly=yes", "-i", right.toString());
    assertEquals(0, in.status(), in.err());
    assertFalse(in.err().contains("wrong"), in.err());
    Path other = key("id_ed25519", "ed25519", "");
    Result out = connect("-v", "-oIdentitiesOnly=yes");
    assertEquals(255, out.status());
    assertEquals(1, count(out.err(), ": offered"), out.err() + other);
  }

  @Test
  void identityAgentNamesAnotherAgentOrNone() throws Exception {
    Path right = key("right", "ed25519", "");
    authorize(right);
    agent.sshAdd("-q", right).succeeded();
    Files.delete(right);
    commands.without("SSH_AUTH_SOCK");
    assertEquals(255, connect().status());
    commands.with("MY_AGENT", agent.socket().toString());
    for (String value :
        List.of("\"" + agent.socket() + "\"", "\"~/my agent/agent\"", "$MY_AGENT")) {
      Result in = connect("-oIdentityAgent=" + value);
      assertEquals(0, in.status(), value + in.err());
    }
    commands.with("SSH_AUTH_SOCK", agent.socket().toString());
    assertEquals(0, connect("-oIdentityAgent=SSH_AUTH_SOCK").status());
    assertEquals(255, connect("-oIdentityAgent=none").status());
  }

  @Test
  void theAgentIsGivenTheKeysThatAreOpenedAsTheConfigurationWishesIt() throws Exception {
    authorize(key("id_ed25519", "ed25519", "secret"));
    Tty typing = new PassphraseTty("secret");
    assertEquals(0, commands.runAt(typing, words()).status());
    assertEquals("", agent.sshAdd("-L").out().replace("The agent has no identities.\n", ""));
    Result added = commands.runAt(typing, words("-oAddKeysToAgent=1h"));
    assertEquals(0, added.status(), added.err());
    assertTrue(agent.sshAdd("-L").succeeded().startsWith("ssh-ed25519 "));
    assertEquals(0, connect().status(), "the agent signs, and nobody is asked");

    agent.sshAdd("-q", "-D").succeeded();
    assertEquals(0, commands.runAt(typing, words("-oAddKeysToAgent=confirm 1h")).status());
    assertEquals(255, connect().status(), "nobody can confirm it");

    agent.sshAdd("-q", "-D").succeeded();
    assertEquals(0, commands.runAt(typing, words("-oAddKeysToAgent=ask")).status());
    assertEquals(1, agent.sshAdd("-l").status(), "the answer to the question was no");
    Result wrong = connect("-oAddKeysToAgent=yes 1h");
    assertEquals(255, wrong.status());
    assertTrue(wrong.err().contains("AddKeysToAgent: expected yes, no, ask"), wrong.err());
  }

  /** Somebody who knows a passphrase, and says no to whatever else is asked. */
  private record PassphraseTty(String passphrase) implements Tty {
    @Override
    public String readLine(String question) {
      return "no";
    }

    @Override
    public char[] readSecret(String question) {
      return passphrase.toCharArray();
    }
  }

  @Test
  void anAgentOfNoUseIsToldAndTheFilesAreTried() throws Exception {
    authorize(key("id_ed25519", "ed25519", ""));
    Result empty = connect("-v");
    assertEquals(0, empty.status(), empty.err());
    assertTrue(empty.err().contains("holds no keys"), empty.err());
    Result gone = connect("-oIdentityAgent=/no/such/agent");
    assertEquals(0, gone.status(), gone.err());
    assertTrue(gone.err().contains("the agent at /no/such/agent could not be asked"), gone.err());
  }

  @Test
  void aCertificateBesideTheKeyIsTriedBeforeIt() throws Exception {
    for (String kind : List.of("ed25519", "ecdsa", "rsa")) {
      Path certified = key("certified_" + kind, kind, "");
      sign(certified, "-V", "+1h");
      Result in = connect("-v", "-i", certified.toString());
      assertEquals(0, in.status(), in.err());
      assertEquals(1, count(in.err(), ": offered"), in.err());
      assertTrue(in.err().contains("key ~/.ssh/certified_" + kind + "-cert.pub"), in.err());
    }
  }

  @Test
  void aCertificateMayLieElsewhereOrInTheAgent() throws Exception {
    Path certified = key("certified", "ed25519", "");
    sign(certified, "-V", "+1h");
    agent.sshAdd("-q", certified).succeeded();
    assertEquals(0, connect().status());
    agent.sshAdd("-q", "-D").succeeded();
    Path elsewhere =
        Files.move(home.resolve(".ssh/certified-cert.pub"), home.resolve("elsewhere.pub"));
    assertEquals(255, connect("-i", certified.toString()).status());
    Result in = connect("-i", certified.toString(), "-oCertificateFile=" + elsewhere);
    assertEquals(0, in.status(), in.err());
    Result only = connect("-oIdentitiesOnly=yes", "-oCertificateFile=" + elsewhere);
    assertEquals(0, only.status(), only.err());
  }

  @Test
  void aCertificateOfNoUseIsToldAndTheKeyTried() throws Exception {
    Path right = key("right", "ed25519", "");
    authorize(right);
    for (String validity : List.of("-2h:-1h", "+1h:+2h")) {
      sign(right, "-V", validity);
      Result in = connect("-v", "-i", right.toString());
      assertEquals(0, in.status(), in.err());
      assertTrue(in.err().contains(validity.startsWith("-") ? "expired" : "not valid before"));
      assertFalse(in.err().contains("key ~/.ssh/right-cert.pub"), in.err());
    }
    sign(right, "-h");
    assertTrue(connect("-v", "-i", right.toString()).err().contains("a host's certificate"));
    Files.writeString(home.resolve(".ssh/right-cert.pub"), "rubbish\n");
    assertEquals(0, connect("-i", right.toString()).status());
  }

  @Test
  void aKeyMayComeFromTheEnvironment() throws Exception {
    Path right = key("right", "ed25519", "");
    authorize(right);
    String text = Files.readString(right);
    Path locked = key("locked", "ed25519", "secret");
    String lockedText = Files.readString(locked);
    Files.delete(right);
    for (String mangled :
        List.of(text, text.replace("\n", "\r\n"), text.strip(), text.replace("\n", "\\n"))) {
      Result in = commands.with("KEY", mangled).run(words("-i", "env:KEY"));
      assertEquals(0, in.status(), in.err());
    }
    assertFalse(Files.exists(right));
    assertTrue(refusal("").contains("the variable KEY is not set, or empty"));
    assertTrue(refusal("nonsense").contains("expected a private key, met something else"));
    assertTrue(refusal(lockedText).contains("has a passphrase"));
    assertFalse(refusal(text.substring(0, 200)).contains(text.substring(60, 100)));
  }

  @Test
  void theOtherSideUsesTheAgentOnlyWhereAskedTo() throws Exception {
    Path right = key("right", "ed25519", "");
    authorize(right);
    agent.sshAdd("-q", right).succeeded();
    String list = "ssh-add -l || echo none";
    assertEquals("none", lastLine(command(list).out()));
    assertEquals("none", lastLine(command(list, "-A", "-a").out()));
    for (String option : List.of("-A", "-oForwardAgent=\"" + agent.socket() + "\"")) {
      Result seen = command(list, option);
      assertTrue(seen.out().contains("(ED25519)"), seen.toString());
    }
    Result many = command("for i in $(seq 40); do ssh-add -L & done | sort | uniq -c", "-A");
    assertTrue(many.out().strip().startsWith("40 ssh-ed25519 "), many.toString());
  }

  @Test
  void theAgentIsNotForwardedToAHostWhoseKeyIsNotKept() throws Exception {
    Path right = key("right", "ed25519", "");
    authorize(right);
    agent.sshAdd("-q", right).succeeded();
    Files.createSymbolicLink(home.resolve("pins"), home.resolve("no/where"));
    Result run =
        command("ssh-add -l || echo none", "-A", "-oUserKnownHostsFile=" + home.resolve("pins"));
    assertEquals("none", lastLine(run.out()));
    assertTrue(run.err().contains("the agent is not forwarded"), run.err());
  }

  @Test
  void aKeyForThisHostAloneSignsHere() throws Exception {
    Path right = key("right", "ed25519", "");
    authorize(right);
    assertEquals(0, connect("-i", right.toString()).status());
    Path known = home.resolve(".ssh/known_hosts");
    String place = "[127.0.0.1]:" + sshd.port();
    agent.sshAdd("-q", "-H", known, "-h", place, right).succeeded();
    Files.delete(right);
    Result in = connect();
    assertEquals(0, in.status(), in.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa"})
  void aSecurityKeyAndItsCertificateSignThroughTheAgent(String kind) throws Exception {
    Path socket = home.resolve("token");
    try (TokenAgent token = TokenAgent.start(socket, kind)) {
      String option = "-oIdentityAgent=" + socket;
      Path file = home.resolve(".ssh/token");
      Files.writeString(Path.of(file + ".pub"), token.line() + "\n");
      sign(file, "-V", "+1h");
      assertEquals(255, connect(option).status());
      token.hold(Files.readString(Path.of(file + "-cert.pub")));
      Result certified = connect(option);
      assertEquals(0, certified.status(), certified.err());
    }
    Files.delete(socket);
    try (TokenAgent token = TokenAgent.start(socket, kind)) {
      sshd.authorize(token.line());
      Result in = connect("-oIdentityAgent=" + socket);
      assertEquals(0, in.status(), in.err());
    }
  }

  @Test
  void aWayThatIsSwitchedOffIsNotTried() throws Exception {
    authorize(key("id_ed25519", "ed25519", ""));
    assertEquals(255, connect("-oPubkeyAuthentication=no").status());
    assertEquals(255, connect("-oPreferredAuthentications=password").status());
    assertEquals(0, connect("-oPreferredAuthentications=password,publickey").status());
    assertEquals(0, connect("-oPubkeyAuthentication=unbound").status());
  }

  private String refusal(String key) {
    Result refused = commands.with("KEY", key).run(words("-i", "env:KEY"));
    assertEquals(255, refused.status());
    return refused.err();
  }

  private Result connect(String... options) {
    return commands.run(words(options));
  }

  private Result command(String text, String... options) {
    var words = new ArrayList<>(List.of(words(options)));
    words.set(words.size() - 1, text);
    return commands.run(words.toArray(String[]::new));
  }

  private String[] words(String... options) {
    var words = new ArrayList<>(List.of("connect", "--no-api", "--host-key=accept-new"));
    words.addAll(List.of(options));
    words.addAll(
        List.of("-l", sshd.userName(), "-p", String.valueOf(sshd.port()), "127.0.0.1", "true"));
    return words.toArray(String[]::new);
  }

  private void fillAgent(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      Path wrong = key("wrong" + i, "ed25519", "");
      agent.sshAdd("-q", wrong).succeeded();
      Files.delete(wrong);
      Files.delete(Path.of(wrong + ".pub"));
    }
  }

  /** Adds a key with a passphrase by way of a copy without one. */
  private void addLocked(Path locked) throws Exception {
    Path open = Files.copy(locked, home.resolve("open"));
    ProgramRun.of(keygen(), "-q", "-p", "-P", "secret", "-N", "", "-f", open).succeeded();
    agent.sshAdd("-q", open).succeeded();
    Files.delete(open);
  }

  private void authorize(Path key) throws Exception {
    sshd.authorize(Files.readString(Path.of(key + ".pub")).strip());
  }

  private void sign(Path key, String... options) throws Exception {
    var words =
        new ArrayList<Object>(List.of(keygen(), "-q", "-s", home.resolve(".ssh/ca"), "-I", "test"));
    words.addAll(List.of("-n", sshd.userName()));
    words.addAll(List.of(options));
    words.add(key + ".pub");
    ProgramRun.of(words.toArray()).succeeded();
  }

  private Path key(String name, String kind, String passphrase) throws Exception {
    Path file = home.resolve(".ssh/" + name);
    ProgramRun.of(keygen(), "-q", "-t", kind, "-N", passphrase, "-C", name, "-f", file).succeeded();
    return file;
  }

  private static Path keygen() {
    return RealPrograms.require("ssh-keygen");
  }

  private static String lastLine(String text) {
    return text.lines().reduce("", (_, last) -> last);
  }

  private static int count(String text, String part) {
    return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
  }
}
