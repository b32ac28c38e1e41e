package io.github.spheronssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.AsyncSshd;
import io.github.spheronssh.testing.Line;
import io.github.spheronssh.testing.PackageUser;
import io.github.spheronssh.testing.PackagedProgram.Result;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealAgent;
import io.github.spheronssh.testing.RealPrograms;
import io.github.spheronssh.testing.RealSshd;
import io.github.spheronssh.testing.TmuxPane;
import io.github.spheronssh.testing.TokenAgent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The ways to log in: keys of all sorts, agents, and a person who is asked. */
@DisabledOnOs(OS.WINDOWS)
final class LoginIT {
  private static final String CONNECT = "spheron-ssh connect -p $PORT ";

  @TempDir Path folder;
  private RealSshd server;
  private PackageUser user;

  @BeforeEach
  void start() throws Exception {
    key("ca", "");
    user = new PackageUser(folder.resolve("home"));
    server =
        RealSshd.start(
            Files.createDirectory(folder.resolve("server")),
            "TrustedUserCAKeys " + folder.resolve("ca.pub"));
    user.meet(server);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aCertificateLogsInBesideItsKeyAndWhereItIsNamed() throws Exception {
    Path key = key("certified", "");
    String login = CONNECT + "-o IdentitiesOnly=yes -i '" + key + "' ";
    certify(key);
    assertEquals("in\n", user.types(login + "127.0.0.1 echo in").out());
    Path elsewhere = folder.resolve("elsewhere.pub");
    Files.move(Path.of(key + "-cert.pub"), elsewhere);
    assertEquals(255, user.types(login + "127.0.0.1 echo in").status());
    Result named = user.types(login + "-o CertificateFile='" + elsewhere + "' 127.0.0.1 echo in");
    assertEquals("in\n", named.out(), named.err());
  }

  @Test
  void aKeySignsWithTheAlgorithmsThatItsUserAccepts() throws Exception {
    Path key = folder.resolve("rsa");
    ProgramRun.of(RealPrograms.require("ssh-keygen"), "-q", "-t", "rsa", "-N", "", "-f", key)
        .succeeded();
    server.authorize(Files.readString(Path.of(key + ".pub")).strip());
    String login = CONNECT + "-o IdentitiesOnly=yes -i '" + key + "' -o PubkeyAcceptedAlgorithms=";
    assertEquals("in\n", user.types(login + "rsa-sha2-256 127.0.0.1 echo in").out());
    Result none = user.types(login + "-rsa-sha2-* 127.0.0.1 echo in");
    assertEquals(255, none.status(), none.out());
    assertTrue(none.err().contains("rsa"), none.err());
  }

  @Test
  void aSecurityKeySignsThroughTheAgentThatIsNamed() throws Exception {
    Files.delete(user.key());
    for (String kind : List.of("ed25519", "ecdsa")) {
      Path socket = folder.resolve(kind);
      try (TokenAgent token = TokenAgent.start(socket, kind)) {
        server.authorize(token.line());
        Result in = user.types(CONNECT + "-o IdentityAgent='" + socket + "' 127.0.0.1 echo in");
        assertEquals("in\n", in.out(), in.err());
      }
    }
  }

  @Test
  void aKeyComesFromTheEnvironmentAndIsNotWritten() throws Exception {
    Path key = key("secret", "");
    server.authorize(Files.readString(Path.of(key + ".pub")).strip());
    String text = Files.readString(key);
    Files.delete(key);
    Files.delete(user.key());

    Result in = user.with("KEY", text).types(CONNECT + "-i env:KEY 127.0.0.1 echo in");

    assertEquals("in\n", in.out(), in.err());
    String part = text.substring(60, 100);
    assertFalse(in.err().contains(part), in.err());
    for (Path file : user.files().keySet()) {
      assertFalse(Files.readString(file).contains(part), file + " holds it");
    }
  }

  @Test
  void theAgentIsLentOnRequestAndOnlyToAHostWhoseKeyIsKept() throws Exception {
    try (RealAgent agent = RealAgent.start(folder)) {
      agent.sshAdd("-q", key("in the agent", "")).succeeded();
      user.with("SSH_AUTH_SOCK", agent.socket());
      String list = "127.0.0.1 'ssh-add -l || echo none'";

      assertTrue(user.types(CONNECT + "-A " + list).out().contains("in the agent"));
      assertEquals("none\n", user.types(CONNECT + list).out());
      Result stranger =
          user.types(CONNECT + "-A -o UserKnownHostsFile=/dev/null --host-key=accept-new " + list);
      assertEquals("none\n", stranger.out());
      assertTrue(stranger.err().contains("the agent is not forwarded"), stranger.err());
      assertTrue(stranger.err().contains("/dev/null keeps no host key"), stranger.err());
    }
  }

  @Test
  void aPassphraseIsAskedForOnlyWhereTheServerWouldTakeTheKey() throws Exception {
    Path unknown = key("unknown", "one");
    Path right = key("right", "two");
    server.authorize(Files.readString(Path.of(right + ".pub")).strip());
    Path askpass = user.home().resolve("askpass");
    Files.writeString(askpass, "#!/bin/sh\necho \"$1\" >>\"$HOME/asked\"\necho two\n");
    assertTrue(askpass.toFile().setExecutable(true));
    user.with("SSH_ASKPASS", askpass).with("SSH_ASKPASS_REQUIRE", "force");

    Result in =
        user.types(
            CONNECT
                + "-o IdentitiesOnly=yes -i '%s' -i '%s' 127.0.0.1 echo in"
                    .formatted(unknown, right));

    assertEquals("in\n", in.out(), in.err());
    List<String> asked = Files.readAllLines(user.home().resolve("asked"));
    assertEquals(1, asked.size(), asked.toString());
    assertTrue(asked.getFirst().contains(right.toString()), asked.toString());
  }

  @Test
  void aPersonIsAskedForPasswordsAndOtherAnswers() throws Exception {
    Files.delete(user.key());
    try (AsyncSshd asks =
            AsyncSshd.start(
                Files.createDirectory(folder.resolve("asks")),
                """
                def begin_auth(self, user): return True
                def password_auth_supported(self): return True
                def kbdint_auth_supported(self): return True
                def validate_password(self, user, password): return password == 'gr\\u00fcn'
                def get_kbdint_challenge(self, user, lang, methods):
                    return ('', 'Hello', '', [('First: ', True), ('Second: ', False)])
                def validate_kbdint_response(self, user, responses):
                    return list(responses) == ['one', 'two']
                """);
        TmuxPane pane =
            run(
                "spheron-ssh connect --host-key=accept-new -o PreferredAuthentications=password -p "
                    + asks.port()
                    + " zoe@127.0.0.1 x; echo password:$?:",
                "spheron-ssh connect -o PreferredAuthentications=keyboard-interactive -p "
                    + asks.port()
                    + " zoe@127.0.0.1 x; echo answers:$?:")) {
      pane.await("Password of zoe@127.0.0.1: ");
      pane.type("wrong", "Enter");
      pane.await(Pattern.compile("(?s)Password of .*Password of "));
      pane.paste("grün\n");
      pane.await("password:0:");
      pane.await("First: ");
      pane.type("one", "Enter");
      pane.await("Second: ");
      pane.type("two", "Enter");
      String shown = pane.await("answers:0:");
      assertTrue(shown.contains("Hello") && shown.contains("First: one"), shown);
      assertFalse(shown.contains("grün") || shown.contains("two"), shown);
      assertTerminal(pane);
    }
  }

  @Test
  void aLineThatIsCutWhileSomebodyTypesLeavesTheTerminalAsItWas() throws Exception {
    Path keygen = RealPrograms.require("ssh-keygen");
    ProgramRun.of(keygen, "-q", "-p", "-a", "1", "-P", "", "-N", "xyzzy", "-f", user.key())
        .succeeded();
    try (Line line = new Line(server.port());
        TmuxPane pane =
            run(
                "spheron-ssh connect --host-key=accept-new -p "
                    + line.port()
                    + " 127.0.0.1 echo in; echo status:$?:")) {
      pane.await("Passphrase of");
      line.cut();
      pane.type("xyzzy", "Enter");
      String shown = pane.await("status:255:");
      assertTrue(shown.contains("spheron-ssh: error: login: "), shown);
      assertTerminal(pane);
    }
  }

  private TmuxPane run(String... commands) throws Exception {
    var script = new StringBuilder("cd\n");
    user.variables()
        .forEach((name, value) -> script.append("export %s='%s'%n".formatted(name, value)));
    script.append("stty -a >~/before\n");
    List.of(commands).forEach(command -> script.append(command).append('\n'));
    script.append("stty -a >~/after; cmp ~/before ~/after; echo same:$?:\n");
    return TmuxPane.run(Files.createDirectory(folder.resolve("pane")), script.toString());
  }

  private static void assertTerminal(TmuxPane pane) throws Exception {
    pane.await("same:0:");
  }

  private void certify(Path key) throws Exception {
    var words = new ArrayList<Object>();
    words.addAll(List.of(RealPrograms.require("ssh-keygen"), "-q", "-I", "test"));
    words.addAll(List.of("-s", folder.resolve("ca"), "-n", System.getProperty("user.name")));
    words.add(key + ".pub");
    ProgramRun.of(words.toArray()).succeeded();
  }

  private Path key(String name, String passphrase) throws Exception {
    Path file = folder.resolve(name);
    Path keygen = RealPrograms.require("ssh-keygen");
    ProgramRun.of(
            keygen, "-q", "-t", "ed25519", "-a", "1", "-N", passphrase, "-C", name, "-f", file)
        .succeeded();
    return file;
  }
}
