package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An instance that was deployed a moment ago, and that somebody wants to be in. */
record NewInstance(Context context, String id, String owner, ApiOptions api) {
  private static final Duration USUAL_WAIT = Duration.ofMinutes(10);

  /** Waits until one can log in. */
  void await(Duration limit, String hostKey) throws SpheronSshException {
    var ofOwner = new TeamOption();
    ofOwner.team = owner;
    var access =
        InstanceAccess.open(
            context, api, ofOwner, false, settings -> Arrival.impatiently(settings, limit));
    var options = new SshOptions();
    options.hostKey = hostKey;
    Arrival.of(context, access, id, options).await(limit).close();
    context.terminal().note("one can log in: spheron-ssh connect " + id);
  }

  /** Opens a shell as soon as one can log in, and returns its exit status. */
  int connect(@Nullable Duration wait, String hostKey) {
    List<String> line = connection(wait, hostKey);
    return SpheronSsh.commandLine(context, line).execute(line.toArray(String[]::new));
  }

  private List<String> connection(@Nullable Duration wait, String hostKey) {
    Duration limit = Optional.ofNullable(wait).orElse(USUAL_WAIT);
    var line =
        new ArrayList<>(List.of("connect", "--wait=" + limit.toSeconds(), "--team=" + owner));
    line.add("--host-key=" + hostKey);
    if (api.apiBase != null) {
      line.add("--api-base=" + api.apiBase);
    }
    if (api.apiKeyFile != null) {
      line.add("--api-key-file=" + api.apiKeyFile);
    }
    line.addAll(List.of("--", id));
    return line;
  }
}
