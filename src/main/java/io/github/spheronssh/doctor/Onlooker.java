package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.ssh.HostKeyQuestion;
import io.github.spheronssh.ssh.Questions;
import java.util.List;

/**
 * Goes on past a host key that is not pinned yet, so that what lies behind can be seen, and keeps
 * nothing of it. A changed key is refused as ever, and nobody is asked for a secret.
 */
record Onlooker(Questions nobody) implements Questions {
  Onlooker() {
    this(Questions.nobody());
  }

  @Override
  public boolean trusts(HostKeyQuestion question) {
    return true;
  }

  @Override
  public boolean keepsHostKeys() {
    return false;
  }

  @Override
  public char[] passphrase(String origin, int attempt) throws SpheronSshException {
    return nobody.passphrase(origin, attempt);
  }

  @Override
  public int passphraseTries() {
    return nobody.passphraseTries();
  }

  @Override
  public boolean personIsThere() {
    return false;
  }

  @Override
  public char[] password(String user, String host) throws SpheronSshException {
    return nobody.password(user, host);
  }

  @Override
  public List<char[]> answers(String name, String instruction, List<Prompt> prompts)
      throws SpheronSshException {
    return nobody.answers(name, instruction, prompts);
  }
}
