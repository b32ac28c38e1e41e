package io.github.spheronssh.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.keyboard.DefaultKeyboardInteractiveAuthenticator;
import org.apache.sshd.server.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logins for which the server asks the person; OpenSSH's server would need root for them. */
@Timeout(60)
final class PersonalLoginTest {
  @TempDir Path folder;
  private final SshServer server = SshServer.setUpDefaultServer();
  private final Answers answers = new Answers();

  @BeforeEach
  void start() {
    server.setHost("127.0.0.1");
    server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider());
    server.setPasswordAuthenticator((user, password, session) -> password.equals("right"));
    answers.person = true;
  }

  @AfterEach
  void stop() throws Exception {
    server.stop(true);
  }

  @Test
  void aPasswordIsAskedForUntilItIsRight() throws Exception {
    server.setUserAuthFactories(List.of(UserAuthPasswordFactory.INSTANCE));
    answers.passphrases.addAll(List.of("wrong", "right"));
    connect().close();
    assertEquals(List.of("password user 127.0.0.1", "password user 127.0.0.1"), answers.asked);
  }

  @Test
  void threeWrongPasswordsAreEnough() throws Exception {
    server.setUserAuthFactories(List.of(UserAuthPasswordFactory.INSTANCE));
    answers.passphrases.addAll(List.of("a", "b", "c", "d", "e"));
    assertThrows(LoginException.class, this::connect);
    assertEquals(3, answers.asked.size());
  }

  @Test
  void theServersOwnQuestionsReachThePerson() throws Exception {
    server.setKeyboardInteractiveAuthenticator(DefaultKeyboardInteractiveAuthenticator.INSTANCE);
    server.setUserAuthFactories(List.of(UserAuthKeyboardInteractiveFactory.INSTANCE));
    answers.passphrases.add("right");
    connect().close();
    assertEquals(1, answers.asked.size());
    assertTrue(answers.asked.getFirst().startsWith("answer Password"), answers.asked.toString());
  }

  @Test
  void whereNobodyIsThereNothingIsAsked() throws Exception {
    answers.person = false;
    server.setUserAuthFactories(List.of(UserAuthPasswordFactory.INSTANCE));
    LoginException e = assertThrows(LoginException.class, this::connect);
    assertEquals(List.of("password"), e.methods());
    assertEquals(List.of(), answers.asked);
  }

  private SshSession connect() throws Exception {
    server.start();
    Target target = new Keys(folder).target(server.getPort(), "user");
    return new SshConnector(Observer.none()).connect(target, ConnectSettings.defaults(), answers);
  }
}
