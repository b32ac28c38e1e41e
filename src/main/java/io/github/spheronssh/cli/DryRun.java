package io.github.spheronssh.cli;

import io.github.spheronssh.login.LoginPlan;
import io.github.spheronssh.ssh.HostTrust;
import io.github.spheronssh.ssh.Identity;
import io.github.spheronssh.ssh.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Shows a login as the command of OpenSSH that would do the same. */
final class DryRun {
  private DryRun() {}

  /** The command, quoted for a POSIX shell. */
  static String command(LoginPlan plan, ConnectRequest request) {
    var words = new ArrayList<String>();
    words.add("ssh");
    if (plan.port() != 22) {
      words.addAll(List.of("-p", String.valueOf(plan.port())));
    }
    for (Identity identity : plan.identities()) {
      if (identity instanceof Identity.KeyFile file) {
        words.addAll(List.of("-i", file.file().path().toString()));
      }
    }
    plan.trust().alias().ifPresent(alias -> words.addAll(List.of("-o", "HostKeyAlias=" + alias)));
    if (plan.trust().alias().isPresent() || request.wish().knownHosts().isPresent()) {
      words.addAll(List.of("-o", "UserKnownHostsFile=" + plan.trust().pins()));
    }
    words.addAll(List.of("-o", "StrictHostKeyChecking=" + strictness(plan.trust().policy())));
    SessionWish session = request.session();
    if (session.background()) {
      words.add("-f");
    } else if (!session.readsInput()) {
      words.add("-n");
    }
    if (session.program().isPresent()) {
      switch (session.terminal()) {
        case YES -> words.add("-t");
        case FORCE -> words.add("-tt");
        case NO -> words.add("-T");
        case AUTO -> {}
      }
    }
    words.addAll(variables(session));
    String place = plan.users().getFirst() + "@" + plan.host();
    switch (session.program().orElse(null)) {
      case null -> words.addAll(List.of("-N", place));
      case Program.Shell _ -> words.add(place);
      case Program.Command command -> words.addAll(List.of(place, command.text()));
      case Program.Subsystem subsystem -> words.addAll(List.of("-s", place, subsystem.name()));
    }
    return words.stream().map(DryRun::quoted).collect(Collectors.joining(" "));
  }

  private static List<String> variables(SessionWish session) {
    return session.variables().stream()
        .flatMap(
            each ->
                Stream.of(
                    "-o",
                    "SetEnv=%s=\"%s\""
                        .formatted(
                            each.name(), each.value().replace("\\", "\\\\").replace("\"", "\\\""))))
        .toList();
  }

  /** Why each part is what it is, a line each. */
  static List<String> reasons(LoginPlan plan) {
    return plan.reasons().stream().map(r -> r.part() + ": " + r.text()).toList();
  }

  private static String strictness(HostTrust.Policy policy) {
    return switch (policy) {
      case ASK -> "ask";
      case ACCEPT_NEW -> "accept-new";
      case STRICT -> "yes";
    };
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9@%+=:,./_-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
