package io.github.spheronssh.ssh;

import io.github.spheronssh.agent.SessionBinding;
import java.util.Optional;
import org.apache.sshd.client.ClientFactoryManager;
import org.apache.sshd.client.session.ClientSessionImpl;
import org.apache.sshd.client.session.SessionFactory;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** MINA's session, which tells whether its key exchange is strict. */
final class StrictSession extends ClientSessionImpl {
  private volatile @Nullable KeyProof proof;

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

  /** What an agent is told of this session; absent until the host has proved its key. */
  Optional<SessionBinding> binding() {
    KeyProof known = proof;
    return known == null ? Optional.empty() : Optional.of(known.binding(getSessionId()));
  }

  @Override
  protected void handleKexMessage(int command, Buffer message) throws Exception {
    Optional<KeyProof> met = KeyProof.peek(getNegotiatedKex(), command, message);
    super.handleKexMessage(command, message);
    if (proof == null) { // the first exchange names the session
      met.ifPresent(each -> proof = each);
    }
  }

  private String getNegotiatedKex() {
    return String.valueOf(getNegotiatedKexParameter(KexProposalOption.ALGORITHMS));
  }

  /** Whether both sides keep to OpenSSH's PROTOCOL, 1.10, known once algorithms are agreed on. */
  boolean isStrict() {
    return strictKex;
  }
}
