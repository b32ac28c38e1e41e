package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.ssh.SshSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a fixed script says of the machine that it runs on. The script changes nothing there, and no
 * text from outside goes into it; of its answer counts only what looks as expected.
 */
final class Survey {
  private static final Duration LIMIT = Duration.ofSeconds(4);
  private static final int MOST_OUTPUT = 32 * 1024;
  private static final int MOST_LINES = 128;
  private static final Pattern LINE = Pattern.compile("doctor ([a-z-]{1,20})(?: (.{0,400}))?");

  /**
   * One line without single quotes, so that any login shell hands it on. What takes longest comes
   * last: nvidia-smi needs seconds where no driver daemon runs.
   */
  private static final String COMMAND =
      "exec /bin/sh -c '"
          + """
          exec 2>/dev/null;
          LC_ALL=C; export LC_ALL;
          say() { printf "doctor %s %s\\n" "$1" "$2"; };
          say begin;
          [ -d "$HOME" ] && say home there;
          [ -w "$HOME" ] && say home writable;
          say uid "$(id -u)";
          say disk "$(df -Pk "$HOME" | tail -n 1)";
          say disk "$(df -Pk /tmp | tail -n 1)";
          say inodes "$(df -Pi "$HOME" | tail -n 1)";
          say inodes "$(df -Pi /tmp | tail -n 1)";
          for each in "$HOME" "$HOME/.ssh" "$HOME/.ssh/authorized_keys"; do
          [ -e "$each" ] && say mode "$(ls -ldnL "$each")";
          done;
          say surveyed;
          PATH=$PATH:/usr/local/nvidia/bin:/usr/lib/wsl/lib:/opt/bin;
          if command -v nvidia-smi >/dev/null; then
          say gpu asked;
          listed=$(nvidia-smi -L 2>&1);
          say gpu-status $?;
          printf "%s\\n" "$listed" | head -n 64 | sed "s/^/doctor gpu-line /";
          else say gpu none;
          fi;
          say end;
          """
              .strip()
              .replace('\n', ' ')
          + "'";

  private final Map<String, List<String>> said;

  private Survey(Map<String, List<String>> said) {
    this.said = said;
  }

  /** Runs the script; a machine whose shell it doesn't run in says nothing. */
  static Survey of(SshSession session) throws SpheronSshException {
    return parse(session.capture(COMMAND, LIMIT, MOST_OUTPUT, _ -> false).out());
  }

  /** Reads an answer, and passes over every line that is none of the script's. */
  static Survey parse(String answer) {
    var said = new LinkedHashMap<String, List<String>>();
    answer
        .lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .limit(MOST_LINES)
        .forEach(
            line ->
                said.computeIfAbsent(line.group(1), _ -> new ArrayList<>())
                    .add(Optional.ofNullable(line.group(2)).orElse("").strip()));
    return new Survey(said);
  }

  /** What is run there. */
  static String command() {
    return COMMAND;
  }

  /** How long the script may run. */
  static Duration limit() {
    return LIMIT;
  }

  /** Whether there is an answer. */
  boolean isThere() {
    return said.containsKey("surveyed");
  }

  /** All that was said under a word, in order. */
  List<String> all(String word) {
    return said.getOrDefault(word, List.of());
  }

  /** The first that was said under a word. */
  Optional<String> first(String word) {
    return all(word).stream().findFirst();
  }
}
