package io.github.spheronssh.ssh;

import java.util.List;
import org.apache.sshd.client.session.ClientUserAuthService;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.ServiceFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;

/** MINA's login service, which tells what the server says. */
final class LoginService extends ClientUserAuthService {
  private static final int MAXIMUM_GREETINGS = 100;

  private final Observer observer;
  private int greetings;

  private LoginService(Session session, Observer observer) {
    super(session);
    this.observer = observer;
  }

  /** Makes the service of one connection. */
  record Factory(Observer observer) implements ServiceFactory {
    @Override
    public String getName() {
      return "ssh-userauth";
    }

    @Override
    public Service create(Session session) {
      return new LoginService(session, observer);
    }
  }

  @Override
  public void process(int command, Buffer message) throws Exception {
    int start = message.rpos();
    switch (command) {
      case SshConstants.SSH_MSG_USERAUTH_BANNER -> greeted(message.getString());
      case SshConstants.SSH_MSG_USERAUTH_FAILURE -> {
        List<String> methods = List.of(message.getString().split(","));
        observer.on(new Event.MethodsOffered(methods, message.getBoolean()));
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
