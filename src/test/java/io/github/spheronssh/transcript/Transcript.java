package io.github.spheronssh.transcript;

import java.util.ArrayList;
import java.util.List;

/**
 * What a user types and sees, read from a text like this one:
 *
 * <pre>{@code
 * # A line with a number sign is for the reader.
 * given ~/.spheron/ssh.properties: color = never
 *
 * $ spheron-ssh keygen
 * answer passphrase: correct horse
 * answer again: correct horse
 * Your identification has been saved in /home/ada/.ssh/id_ed25519
 * <fingerprint> <comment...>
 * [...]
 * mode ~/.ssh/id_ed25519 0600
 *
 * $ spheron-ssh keygen
 * stderr: spheron-ssh: error: ~/.ssh/id_ed25519 exists already
 * exit 1
 * }</pre>
 *
 * <ul>
 *   <li>{@code given FILE: LINE} appends a line to a file, before the next command.
 *   <li>{@code $ [NAME=VALUE…] spheron-ssh ARGUMENTS [< FILE]} runs a command; quotes work as in a
 *       shell, and an unquoted {@code ~/} is the home. {@code $ cat FILE} shows a file.
 *   <li>{@code answer WORDS: TEXT} is typed at the next question, which has to hold the words;
 *       without any, there is no terminal. {@code ^D} as the text ends the input.
 *   <li>{@code stderr: LINE} is expected there, {@code exit N} as the status (else 0), {@code mode
 *       FILE OCTAL} of a file afterwards, and {@code no FILE} that there is none. Any other line is
 *       expected on stdout.
 *   <li>{@code <name>} stands for a run of characters without a space, {@code <name...>} for any,
 *       both the same wherever the name comes again; {@code [...]} stands for any lines. A
 *       backslash in front of a line takes it as it is.
 * </ul>
 *
 * <p>The home, {@code /home/ada} in what is shown, is a temporary folder, and a file's commands see
 * what those before them left there. A first line {@code sandbox} runs it against a local Spheron.
 */
record Transcript(boolean sandbox, List<Step> steps) {
  /** One command, what it is given, and what has to come of it. */
  record Step(
      int line,
      String command,
      List<FileText> given,
      List<Answer> answers,
      List<String> out,
      List<String> err,
      List<Mode> modes,
      List<String> absent,
      int exit) {}

  record FileText(String file, String text) {}

  record Answer(String words, String text) {}

  record Mode(String file, String octal) {}

  static Transcript parse(List<String> lines) {
    boolean sandbox = !lines.isEmpty() && lines.getFirst().equals("sandbox");
    var steps = new ArrayList<Step>();
    var given = new ArrayList<FileText>();
    for (int i = sandbox ? 1 : 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("given ")) {
        given.add(pair(line, "given ", FileText::new));
      } else if (line.startsWith("$ ")) {
        steps.add(
            new Step(
                i + 1,
                line.substring(2),
                List.copyOf(given),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                exit(lines, i + 1)));
        given.clear();
      } else if (!line.startsWith("#") && (!steps.isEmpty() || !line.isBlank())) {
        expect(steps.getLast(), line);
      }
    }
    return new Transcript(sandbox, List.copyOf(steps));
  }

  private static void expect(Step step, String line) {
    if (line.startsWith("\\")) {
      step.out().add(line.substring(1));
    } else if (line.startsWith("stderr:")) {
      step.err().add(line.substring("stderr:".length()).replaceFirst("^ ", ""));
    } else if (line.startsWith("answer ")) {
      step.answers().add(pair(line, "answer ", Answer::new));
    } else if (line.matches("mode \\S+ [0-7]{4}")) {
      String[] words = line.split(" ", -1);
      step.modes().add(new Mode(words[1], words[2]));
    } else if (line.matches("no [~/]\\S+")) {
      step.absent().add(line.substring("no ".length()));
    } else if (!line.matches("exit \\d+")) {
      step.out().add(line);
    }
  }

  private static int exit(List<String> lines, int from) {
    for (int i = from; i < lines.size() && !lines.get(i).startsWith("$ "); i++) {
      if (lines.get(i).matches("exit \\d+")) {
        return Integer.parseInt(lines.get(i).substring("exit ".length()));
      }
    }
    return 0;
  }

  private static <T> T pair(
      String line, String word, java.util.function.BiFunction<String, String, T> make) {
    String[] parts = line.substring(word.length()).split(": ?", 2);
    if (parts.length != 2) {
      throw new IllegalArgumentException("no colon in: " + line);
    }
    return make.apply(parts[0], parts[1]);
  }
}
