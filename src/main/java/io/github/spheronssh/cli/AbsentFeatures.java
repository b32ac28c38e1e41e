package io.github.spheronssh.cli;

import io.github.spheronssh.environment.Environment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The letters of ssh(1) for what this program doesn't have, of which ssh does without too where the
 * other side has none: X11, GSSAPI and PKCS#11. The last of {@code -X}, {@code -Y} and {@code -x}
 * counts.
 */
final class AbsentFeatures {
  private boolean x11;

  @Option(
      names = "-I",
      paramLabel = "PROVIDER",
      hidden = true,
      description = "Nothing: keys of a token are used through the agent.")
  @Nullable String token;

  @Option(
      names = {"-K", "-k"},
      hidden = true,
      description = "Nothing: there is no GSSAPI, and so nothing to hand on.")
  boolean gssapi;

  @Option(
      names = {"-X", "-Y"},
      hidden = true,
      description = "Nothing: windows of the other side can't be shown.")
  void x11(boolean on) {
    x11 |= on;
  }

  @Option(names = "-x", hidden = true, description = "Show no windows of the other side.")
  void noX11(boolean on) {
    x11 &= !on;
  }

  /** What has to be said of those that would have had an effect, a line each. */
  List<String> notes(Environment environment, SessionWish session) {
    var notes = new ArrayList<String>();
    boolean display = environment.variable("DISPLAY").filter(text -> !text.isEmpty()).isPresent();
    if (x11 && display && session.program().isPresent()) {
      notes.add("X11 is not forwarded, since spheron-ssh can't; the session has no display");
    }
    if (token != null && !token.equalsIgnoreCase("none")) {
      notes.add("-I is passed by: 'ssh-add -s %s' lets the agent use its keys".formatted(token));
    }
    return notes;
  }
}
