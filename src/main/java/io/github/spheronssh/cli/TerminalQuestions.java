package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.key.SshKeyPair;
import io.github.spheronssh.knownhosts.HostKeyUpdate;
import io.github.spheronssh.ssh.HostKeyQuestion;
import io.github.spheronssh.ssh.Questions;
import io.github.spheronssh.terminal.NoTerminalException;
import io.github.spheronssh.terminal.Terminal;
import io.github.spheronssh.terminal.Visible;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks the person at the controlling terminal. */
final class TerminalQuestions implements Questions {
  private static final int TRIES = 3;

  private final Terminal terminal;
  private final AgentKeys agent;

  /** Questions to whoever is at the terminal; the agent is given the keys that are opened. */
  TerminalQuestions(Terminal terminal, AgentKeys agent) {
    this.terminal = terminal;
    this.agent = agent;
  }

  @Override
  public boolean trusts(HostKeyQuestion question) throws SpheronSshException {
    String remedy =
        "check the fingerprint, then give --host-key-fingerprint %s, or --host-key=accept-new"
            .formatted(question.fingerprint());
    String asked =
        "The host key of %s is not known yet. It is %s\n%s\n%s\n%s"
                .formatted(
                    question.host(),
                    question.key().type(),
                    question.fingerprint(),
                    question.randomart(),
                    otherNames(question))
            + "Connect and remember it (yes, no, or the fingerprint)? ";
    while (true) {
      Optional<Boolean> judged = question.judge(answer(question, asked, remedy));
      if (judged.isPresent()) {
        return judged.get();
      }
      asked = "Please type yes, no or the fingerprint: ";
    }
  }

  /** What the person says; an error shows no picture, which nobody has asked for. */
  private String answer(HostKeyQuestion question, String asked, String remedy)
      throws SpheronSshException {
    try {
      return terminal.ask(asked, remedy);
    } catch (NoTerminalException e) {
      throw new NoTerminalException(
          "the host key of %s is not known, and nobody has said that it is right: %s %s"
              .formatted(question.host(), question.key().type(), question.fingerprint()),
          remedy);
    }
  }

  private static String otherNames(HostKeyQuestion question) {
    return question.otherNames().isEmpty()
        ? ""
        : "The same key is known under other names:\n"
            + question.otherNames().stream()
                .map(name -> "  " + Visible.line(name) + "\n")
                .collect(Collectors.joining());
  }

  @Override
  public boolean learns(HostKeyUpdate update) throws SpheronSshException {
    if (!terminal.isInteractive()) {
      return false;
    }
    String keys =
        Stream.concat(
                update.fresh().stream().map(key -> "  new: " + shown(key)),
                update.gone().stream().map(key -> "  no more: " + shown(key)))
            .collect(Collectors.joining("\n"));
    String asked =
        "The keys of %s have changed, as it has proved:\n%s\nRemember that (yes or no)? "
            .formatted(update.name(), keys);
    while (true) {
      switch (terminal.ask(asked, "give UpdateHostKeys=no").strip().toLowerCase(Locale.ROOT)) {
        case "yes" -> {
          return true;
        }
        case "no" -> {
          return false;
        }
        default -> asked = "Please type yes or no: ";
      }
    }
  }

  private static String shown(PublicKeyLine key) {
    return key.type() + " " + key.fingerprint();
  }

  @Override
  public char[] passphrase(String origin, int attempt) throws SpheronSshException {
    return terminal.readSecret(
        "%sPassphrase of %s: ".formatted(attempt > 1 ? "Wrong. " : "", Visible.line(origin)),
        "ssh-add the key to an agent first, or give a key without a passphrase with -i");
  }

  @Override
  public void opened(SshKeyPair key, String origin) {
    agent.add(key, origin, terminal);
  }

  @Override
  public int passphraseTries() {
    return terminal.isInteractive() ? TRIES : 1;
  }

  @Override
  public boolean personIsThere() {
    return terminal.isInteractive();
  }

  @Override
  public char[] password(String user, String host) throws SpheronSshException {
    return terminal.readSecret(
        "Password of %s@%s: ".formatted(Visible.line(user), Visible.line(host)),
        "give a key that the server takes with -i");
  }

  @Override
  public List<char[]> answers(String name, String instruction, List<Prompt> prompts)
      throws SpheronSshException {
    String remedy = "give a key that the server takes with -i";
    var answers = new ArrayList<char[]>();
    String heading = Visible.lines((name + "\n" + instruction).strip());
    for (Prompt prompt : prompts) {
      String text = (heading.isEmpty() ? "" : heading + "\n") + Visible.lines(prompt.text());
      answers.add(
          prompt.echo()
              ? terminal.ask(text, remedy).toCharArray()
              : terminal.readSecret(text, remedy));
      heading = "";
    }
    return List.copyOf(answers);
  }
}
