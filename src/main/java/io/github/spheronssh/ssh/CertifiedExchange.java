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
        return new CertifiedExchange(factory, session);
      }
    };
  }

  @Override
  protected void verifyCertificate(Session session, OpenSshCertificate certificate) {}
}
