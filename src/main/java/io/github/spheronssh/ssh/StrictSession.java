package io.github.spheronssh.ssh;

import org.apache.sshd.client.ClientFactoryManager;
import org.apache.sshd.client.session.ClientSessionImpl;
import org.apache.sshd.client.session.SessionFactory;
import org.apache.sshd.common.io.IoSession;

/** MINA's session, which tells whether its key exchange is strict. */
final class StrictSession extends ClientSessionImpl {
  private StrictSession(ClientFactoryManager client, IoSession wire) throws Exception {
    super(client, wire);
  }

  /** Makes the session of one connection. */
  static SessionFactory factory(ClientFactoryManager client) {
    return new SessionFactory(client) {
      @Override
      protected ClientSessionImpl doCreateSession(IoSession wire) throws Exception {
        return new StrictSession(getClient(), wire);
      }
    };
  }

  /** Whether both sides keep to OpenSSH's PROTOCOL, 1.10, known once algorithms are agreed on. */
  boolean isStrict() {
    return strictKex;
  }
}
