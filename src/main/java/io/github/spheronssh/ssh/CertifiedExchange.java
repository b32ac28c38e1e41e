package io.github.spheronssh.ssh;

import org.apache.sshd.client.kex.DHGClient;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.kex.DHFactory;
import org.apache.sshd.common.kex.KeyExchange;
import org.apache.sshd.common.kex.KeyExchangeFactory;
import org.apache.sshd.common.session.Session;

/**
 * MINA's key exchange, where the host has to prove the key in its certificate, and what the
 * certificate is worth is left to {@link HostKeyCheck}: MINA knows no known_hosts files.
 */
final class CertifiedExchange extends DHGClient {
  private static final byte[] UNKNOWN = {0};

  private boolean begun;

  private CertifiedExchange(DHFactory factory, Session session) {
    super(factory, session);
  }

  static KeyExchangeFactory factory(DHFactory factory) {
    return new KeyExchangeFactory() {
      @Override
      public String getName() {
        return factory.getName();
      }

      @Override
      public KeyExchange createKeyExchange(Session session) {
        return session instanceof StrictSession own
            ? own.begun().orElseGet(() -> new CertifiedExchange(factory, session))
            : new CertifiedExchange(factory, session);
      }
    };
  }

  /** Sends our share before the server has said anything, in the hope that it fits. */
  void begin() throws Exception {
    super.init(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);
    begun = true;
  }

  /**
   * Both sides' versions and algorithms are hashed at the end, so they may come after our share.
   */
  @Override
  public void init(byte[] serverVersion, byte[] version, byte[] serverInit, byte[] init)
      throws Exception {
    if (!begun) {
      super.init(serverVersion, version, serverInit, init);
      return;
    }
    begun = false;
    v_s = serverVersion;
    v_c = version;
    i_s = serverInit;
    i_c = init;
  }

  @Override
  protected void verifyCertificate(Session session, OpenSshCertificate certificate) {}
}
