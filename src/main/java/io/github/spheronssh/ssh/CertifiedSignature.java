package io.github.spheronssh.ssh;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.List;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.common.signature.Signature;

/**
 * A signature that is checked with the key in a certificate, where a certificate is given: MINA's
 * group exchange gives it as it is.
 */
record CertifiedSignature(Signature signature) implements Signature {
  /** The same algorithms, which take certificates as well. */
  static List<NamedFactory<Signature>> around(List<NamedFactory<Signature>> factories) {
    return factories.stream().<NamedFactory<Signature>>map(Factory::new).toList();
  }

  private record Factory(NamedFactory<Signature> factory) implements NamedFactory<Signature> {
    @Override
    public String getName() {
      return factory.getName();
    }

    @Override
    public Signature create() {
      return new CertifiedSignature(factory.create());
    }
  }

  @Override
  public String getAlgorithm() {
    return signature.getAlgorithm();
  }

  @Override
  public void initVerifier(SessionContext session, PublicKey key) throws Exception {
    signature.initVerifier(
        session, key instanceof OpenSshCertificate of ? of.getCertPubKey() : key);
  }

  @Override
  public void initSigner(SessionContext session, PrivateKey key) throws Exception {
    signature.initSigner(session, key);
  }

  @Override
  public void update(SessionContext session, byte[] bytes, int offset, int length)
      throws Exception {
    signature.update(session, bytes, offset, length);
  }

  @Override
  public boolean verify(SessionContext session, byte[] proof) throws Exception {
    return signature.verify(session, proof);
  }

  @Override
  public byte[] sign(SessionContext session) throws Exception {
    return signature.sign(session);
  }
}
