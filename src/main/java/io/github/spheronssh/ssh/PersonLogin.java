package io.github.spheronssh.ssh;

import io.github.spheronssh.SpheronSshException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.sshd.client.auth.UserAuth;
import org.apache.sshd.client.auth.UserAuthFactory;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Login by what a person knows: the password (RFC 4252, 8), or answers to the server's questions
 * (RFC 4256). What was typed is wiped once it is encrypted.
 */
final class PersonLogin implements UserAuth {
  private static final int MOST_PROMPTS = 32;
  private static final int MOST_ROUNDS = 100;
  private static final int MOST_BYTES_A_CHAR = 3;
  private static final int MOST_TEXT = 16 * 1024;

  private final Setup setup;
  private @Nullable ClientSession session;
  private String service = "";
  private int attempts;
  private int rounds;

  private PersonLogin(Setup setup) {
    this.setup = setup;
  }

  /** Makes the logins of one connection by one method. */
  record Setup(
      String method,
      int attempts,
      Target target,
      Questions questions,
      StageClock clock,
      Observer observer)
      implements UserAuthFactory {
    @Override
    public String getName() {
      return method;
    }

    @Override
    public UserAuth createUserAuth(ClientSession session) {
      return new PersonLogin(this);
    }
  }

  @Override
  public String getName() {
    return setup.method();
  }

  @Override
  public ClientSession getClientSession() {
    return session();
  }

  @Override
  public ClientSession getSession() {
    return session();
  }

  @Override
  public void init(ClientSession newSession, String newService) {
    session = newSession;
    service = newService;
  }

  @Override
  public boolean process(@Nullable Buffer message) throws Exception {
    if (message == null) {
      return begin();
    }
    int command = message.getUByte();
    if (command != SshConstants.SSH_MSG_USERAUTH_INFO_REQUEST) {
      throw nonsense("the server answered a login with message " + command);
    }
    if (isPassword()) {
      throw new SshException(
          Layer.LOGIN,
          "the password of " + setup.target().user() + " has expired and has to be changed",
          "ssh " + setup.target().user() + "@" + setup.target().host());
    }
    answer(message);
    return true;
  }

  private boolean begin() throws Exception {
    if (attempts++ >= setup.attempts()) {
      return false;
    }
    if (!isPassword()) {
      Buffer request = request();
      request.putString(""); // no language
      request.putString(""); // no methods of our choice
      session().writePacket(request);
      return true;
    }
    char[] password =
        setup
            .clock()
            .ask(() -> setup.questions().password(setup.target().user(), setup.target().host()));
    Buffer request = request();
    request.putBoolean(false);
    put(request, password);
    send(request);
    return true;
  }

  private void answer(Buffer message) throws Exception {
    if (++rounds > MOST_ROUNDS) {
      throw nonsense("the server asks without end: " + rounds + " times");
    }
    String name = text(message);
    String instruction = text(message);
    message.getString(); // its language
    long count = message.getUInt();
    if (count > MOST_PROMPTS) {
      throw nonsense("the server asks too much at once: " + count + " questions");
    }
    List<Questions.Prompt> prompts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      prompts.add(new Questions.Prompt(text(message), message.getBoolean()));
    }
    boolean silent = prompts.isEmpty() && name.isEmpty() && instruction.isEmpty();
    List<char[]> answers = silent ? List.of() : ask(name, instruction, prompts);
    Buffer response =
        session().createBuffer(SshConstants.SSH_MSG_USERAUTH_INFO_RESPONSE, MOST_TEXT);
    response.putUInt(answers.size());
    answers.forEach(each -> put(response, each));
    send(response);
  }

  private List<char[]> ask(String name, String instruction, List<Questions.Prompt> prompts)
      throws SpheronSshException {
    List<char[]> answers =
        setup.clock().ask(() -> setup.questions().answers(name, instruction, prompts));
    if (answers.size() != prompts.size()) {
      throw new IllegalStateException("not one answer for each prompt");
    }
    return answers;
  }

  private static String text(Buffer message) throws SshException {
    String text = message.getString();
    if (text.length() > MOST_TEXT) {
      throw nonsense("the server asks a question of " + text.length() + " characters");
    }
    return text;
  }

  private Buffer request() {
    Buffer request = session().createBuffer(SshConstants.SSH_MSG_USERAUTH_REQUEST, MOST_TEXT);
    request.putString(session().getUsername());
    request.putString(service);
    request.putString(setup.method());
    return request;
  }

  /** Puts a secret into a message, and wipes it. */
  private static void put(Buffer buffer, char[] secret) {
    byte[] bytes = new byte[secret.length * MOST_BYTES_A_CHAR];
    ByteBuffer text = ByteBuffer.wrap(bytes);
    CharsetEncoder encoder =
        StandardCharsets.UTF_8.newEncoder().onMalformedInput(CodingErrorAction.REPLACE);
    encoder.encode(CharBuffer.wrap(secret), text, true);
    buffer.putBytes(bytes, 0, text.position());
    Arrays.fill(bytes, (byte) 0);
    Arrays.fill(secret, '\0');
  }

  private void send(Buffer buffer) throws Exception {
    byte[] sent = buffer.array();
    session().writePacket(buffer).addListener(_ -> Arrays.fill(sent, (byte) 0));
  }

  @Override
  public void signalAuthMethodFailure(
      ClientSession failed, String name, boolean partial, List<String> methods, Buffer message) {
    if (!partial) {
      setup.observer().on(new Event.AnswerRefused(setup.method(), attempts));
    }
  }

  @Override
  public void destroy() {
    attempts = setup.attempts();
  }

  private boolean isPassword() {
    return setup.method().equals(LoginMethods.PASSWORD);
  }

  private static SshException nonsense(String what) {
    return new SshException(Layer.LOGIN, what, null);
  }

  private ClientSession session() {
    return Objects.requireNonNull(session);
  }
}
