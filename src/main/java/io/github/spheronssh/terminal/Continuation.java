package io.github.spheronssh.terminal;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/**
 * A process of its own that waits until this one is stopped and then has it go on: a process can't
 * do that for itself. The shell, which saw it stop, has the terminal then.
 */
final class Continuation {
  /** Looks at most 100 times, so that nothing stays where the process never stops. */
  private static final String SCRIPT =
      """
      tries=0
      while [ $tries -lt 100 ]; do
        case $(ps -o stat= -p "$1") in
          T*) exec kill -CONT "$1" ;;
          "") exit ;;
        esac
        sleep 0.05
        tries=$((tries + 1))
      done
      """;

  private Continuation() {}

  static void ofThisProcess() throws IOException {
    String pid = String.valueOf(ProcessHandle.current().pid());
    new ProcessBuilder("/bin/sh", "-c", SCRIPT, "sh", pid)
        .redirectInput(Redirect.from(new java.io.File("/dev/null")))
        .redirectOutput(Redirect.DISCARD)
        .redirectError(Redirect.DISCARD)
        .start();
  }
}
