package io.github.spheronssh.ssh;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientUserAuthService;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.ServiceFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** MINA's login service, which tells what the server says. */
final class LoginService extends ClientUserAuthService {
  private static final int MAXIMUM_GREETINGS = 100;

  private final Observer observer;
  private final Optional<KeyLogin.Factory> keys;
  private Optional<KeyLogin> first = Optional.empty();
  private int greetings;

  private LoginService(Session session, Observer observer, Optional<KeyLogin.Factory> keys) {
    super(session);
    this.observer = observer;
    this.keys = keys;
  }

  /**
   * Makes the service of one connection.
   *
   * @param keys what may be tried before the server has said which methods it takes
   */
  record Factory(Observer observer, Optional<KeyLogin.Factory> keys) implements ServiceFactory {
    @Override
    public String getName() {
      return "ssh-userauth";
    }

    @Override
    public Service create(Session session) {
      return new LoginService(session, observer, keys);
    }
  }

  @Override
  protected @Nullable IoWriteFuture sendInitialAuthRequest(ClientSession session, String service)
      throws IOException {
    first = signAtOnce(session, service);
    return first.isPresent() ? null : super.sendInitialAuthRequest(session, service);
  }

  private Optional<KeyLogin> signAtOnce(ClientSession session, String service) throws IOException {
    try {
      return keys.isEmpty() ? Optional.empty() : keys.get().signAtOnce(session, service);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  @Override
  public void process(int command, Buffer message) throws Exception {
    int start = message.rpos();
    switch (command) {
      case SshConstants.SSH_MSG_USERAUTH_BANNER -> greeted(message.getString());
      case SshConstants.SSH_MSG_USERAUTH_FAILURE -> {
        List<String> methods = List.of(message.getString().split(","));
        boolean partial = message.getBoolean();
        first.ifPresent(login -> login.refused(partial));
        first = Optional.empty();
        observer.on(new Event.MethodsOffered(methods, partial));
      }
      case SshConstants.SSH_MSG_USERAUTH_SUCCESS ->
          observer.on(new Event.LoggedIn(getClientSession().getUsername()));
      default -> {}
    }
    message.rpos(start);
    super.process(command, message);
  }

  private void greeted(String text) throws SshException {
    if (++greetings > MAXIMUM_GREETINGS) {
      throw new SshException(
          Layer.LOGIN, "the server floods the login with greetings: " + greetings, null);
    }
    observer.on(new Event.Greeting(text));
  }
}
