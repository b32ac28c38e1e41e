package io.github.spheronssh.ssh;

import io.github.spheronssh.SpheronSshException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A person who answers what a test tells them to, and remembers what was asked. */
final class Answers implements Questions {
  final List<String> asked = new ArrayList<>();
  final Deque<String> passphrases = new ArrayDeque<>();
  boolean hostKey;
  boolean person;
  Duration thinking = Duration.ZERO;

  @Override
  public boolean trusts(HostKeyQuestion question) {
    asked.add(question.name() + " " + question.fingerprint());
    return hostKey;
  }

  @Override
  public char[] passphrase(String origin, int attempt) throws SpheronSshException {
    asked.add("passphrase " + origin + " " + attempt);
    think();
    return passphrases.remove().toCharArray();
  }

  private void think() {
    try {
      boolean disturbed = new CountDownLatch(1).await(thinking.toMillis(), TimeUnit.MILLISECONDS);
      if (disturbed) {
        throw new AssertionError("nobody counts this latch down");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public int passphraseTries() {
    return 3;
  }

  @Override
  public boolean personIsThere() {
    return person;
  }

  @Override
  public char[] password(String user, String host) {
    asked.add("password " + user + " " + host);
    return passphrases.remove().toCharArray();
  }

  @Override
  public List<char[]> answers(String name, String instruction, List<Prompt> prompts) {
    prompts.forEach(prompt -> asked.add("answer " + prompt.text()));
    return prompts.stream().map(prompt -> passphrases.remove().toCharArray()).toList();
  }
}
