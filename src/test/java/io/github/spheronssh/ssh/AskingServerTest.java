package io.github.spheronssh.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.AsyncSshd;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logins at AsyncSSH, which may ask as often and as much as a test likes. */
@Timeout(60)
final class AskingServerTest {
  private static final String PASSWORDS =
      """
      def password_auth_supported(self): return True
      def kbdint_auth_supported(self): return False
      def validate_password(self, user, password): return password == 'gr\\u00fc\\u00df'
      """;

  @TempDir Path folder;
  private final Answers answers = new Answers();

  @BeforeEach
  void sitDown() {
    answers.person = true;
  }

  @Test
  void aPasswordOutsideAsciiIsSentAsUtf8() throws Exception {
    answers.passphrases.addAll(List.of("wrong", "gr\u00fc\u00df"));
    connect(PASSWORDS, LoginMethods.USUAL);
    assertEquals(List.of("password u 127.0.0.1", "password u 127.0.0.1"), answers.asked);
  }

  @Test
  void theNumberOfPromptsIsKept() {
    answers.passphrases.addAll(List.of("a", "b", "c"));
    LoginException e =
        assertThrows(
            LoginException.class,
            () -> connect(PASSWORDS, new LoginMethods(LoginMethods.USUAL.names(), 1)));
    assertEquals(1, answers.asked.size());
    assertTrue(e.getMessage().contains("password: the answer was not taken"), e.getMessage());
  }

  @Test
  void aWayThatIsNotWantedIsNotTried() {
    assertThrows(
        LoginException.class,
        () -> connect(PASSWORDS, new LoginMethods(List.of(LoginMethods.QUESTIONS), 3)));
    assertEquals(List.of(), answers.asked);
  }

  @Test
  void severalQuestionsAreAnsweredInTheirOrder() throws Exception {
    answers.passphrases.addAll(List.of("one", "two"));
    connect(
        questions("('', 'Hello', '', [('First: ', True), ('Second: ', False)])", "['one', 'two']"),
        LoginMethods.USUAL);
    assertEquals(List.of("answer First: ", "answer Second: "), answers.asked);
  }

  @Test
  void questionsWithoutEndEnd() {
    for (int i = 0; i < 200; i++) {
      answers.passphrases.add("x");
    }
    SshException e =
        assertThrows(
            SshException.class,
            () ->
                connect(
                    """
                    def kbdint_auth_supported(self): return True
                    def get_kbdint_challenge(self, user, lang, methods):
                        return ('', '', '', [('More? ', True)])
                    def validate_kbdint_response(self, user, responses):
                        return ('', '', '', [('More? ', True)])
                    """,
                    LoginMethods.USUAL));
    assertTrue(e.getMessage().contains("asks without end"), e.getMessage());
    assertEquals(100, answers.asked.size());
  }

  @Test
  void thousandsOfQuestionsAtOnceAreNotAsked() {
    SshException e =
        assertThrows(
            SshException.class,
            () ->
                connect(questions("('', '', '', [('?', True)] * 5000)", "[]"), LoginMethods.USUAL));
    assertTrue(e.getMessage().contains("asks too much at once: 5000"), e.getMessage());
    assertEquals(List.of(), answers.asked);
  }

  private static String questions(String challenge, String right) {
    return """
    def kbdint_auth_supported(self): return True
    def get_kbdint_challenge(self, user, lang, methods): return %s
    def validate_kbdint_response(self, user, responses): return list(responses) == %s
    """
        .formatted(challenge, right);
  }

  private void connect(String methods, LoginMethods wanted) throws Exception {
    try (AsyncSshd server = AsyncSshd.start(folder, methods)) {
      new SshConnector(Observer.none())
          .connect(
              new Keys(folder).target(server.port(), "u"),
              ConnectSettings.defaults().withMethods(wanted),
              answers)
          .close();
    }
  }
}
