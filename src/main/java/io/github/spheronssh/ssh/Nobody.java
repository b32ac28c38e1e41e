package io.github.spheronssh.ssh;

import java.util.List;

/** The answers where nobody is there to give any. */
enum Nobody implements Questions {
  INSTANCE;

  @Override
  public boolean trusts(HostKeyQuestion question) throws SshException {
    throw new SshException(
        Layer.HOST_KEY,
        "the host key of %s is not known, and nobody is there to ask: %s %s"
            .formatted(question.host(), question.key().type(), question.fingerprint()),
        "check the fingerprint, then give --host-key-fingerprint "
            + question.fingerprint()
            + ", or --host-key=accept-new");
  }

  @Override
  public char[] passphrase(String origin, int attempt) throws SshException {
    throw new SshException(
        Layer.LOGIN,
        "the private key " + origin + " has a passphrase, and nobody is there to ask",
        "ssh-add the key to an agent first");
  }

  @Override
  public int passphraseTries() {
    return 1;
  }

  @Override
  public boolean personIsThere() {
    return false;
  }

  @Override
  public char[] password(String user, String host) throws SshException {
    throw new SshException(
        Layer.LOGIN, "the server asks for a password, and nobody is there to ask", null);
  }

  @Override
  public List<char[]> answers(String name, String instruction, List<Prompt> prompts)
      throws SshException {
    throw new SshException(Layer.LOGIN, "the server asks, and nobody is there to answer", null);
  }
}
