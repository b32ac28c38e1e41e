package io.github.spheronssh.ssh;

import io.github.spheronssh.SpheronSshException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.sshd.client.auth.keyboard.UserInteraction;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.RuntimeSshException;
import org.jspecify.annotations.Nullable;

/**
 * Hands the server's questions to the person. MINA takes the answers as strings, which can't be
 * wiped; they live until the login is over.
 */
final class ServerQuestions implements UserInteraction {
  private final Target target;
  private final Questions questions;
  private final StageClock clock;

  ServerQuestions(Target target, Questions questions, StageClock clock) {
    this.target = target;
    this.questions = questions;
    this.clock = clock;
  }

  @Override
  public boolean isInteractionAllowed(ClientSession session) {
    return questions.personIsThere();
  }

  @Override
  public String[] interactive(
      ClientSession session,
      @Nullable String name,
      @Nullable String instruction,
      @Nullable String language,
      String[] prompts,
      boolean[] echo) {
    List<Questions.Prompt> asked = new ArrayList<>();
    for (int i = 0; i < prompts.length; i++) {
      asked.add(new Questions.Prompt(prompts[i], echo[i]));
    }
    return ask(() -> questions.answers(said(name), said(instruction), asked)).stream()
        .map(ServerQuestions::text)
        .toArray(String[]::new);
  }

  @Override
  public String resolveAuthPasswordAttempt(ClientSession session) {
    return text(ask(() -> questions.password(target.user(), target.host())));
  }

  @Override
  public String getUpdatedPassword(ClientSession session, String prompt, String language) {
    SshException expired =
        new SshException(
            Layer.LOGIN,
            "the password of " + target.user() + " has expired and has to be changed",
            "ssh " + target.user() + "@" + target.host());
    clock.fail(expired);
    throw new RuntimeSshException(expired);
  }

  private <T> T ask(StageClock.Question<T, SpheronSshException> question) {
    try {
      return clock.ask(question);
    } catch (SpheronSshException e) {
      throw new RuntimeSshException(e);
    }
  }

  private static String text(char[] answer) {
    String text = new String(answer);
    Arrays.fill(answer, '\0');
    return text;
  }

  private static String said(@Nullable String text) {
    return text == null ? "" : text;
  }
}
