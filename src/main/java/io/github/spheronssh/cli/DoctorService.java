package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.api.ApiSettings;
import io.github.spheronssh.api.ApiWatcher;
import io.github.spheronssh.api.BaseUrl;
import io.github.spheronssh.api.Credentials;
import io.github.spheronssh.api.SpheronApi;
import io.github.spheronssh.doctor.Service;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The account as the options name it, for a doctor who tries once and doesn't wait long. */
record DoctorService(Context context, ApiOptions options, TeamOption teamOption)
    implements Service {
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  @Override
  public BaseUrl base() throws SpheronSshException {
    return BaseUrl.find(context.environment(), Optional.ofNullable(options.apiBase));
  }

  @Override
  public Credentials credentials() throws SpheronSshException {
    Optional<Path> file = Optional.empty();
    if (options.apiKeyFile != null) {
      file = Optional.of(context.environment().resolve(options.apiKeyFile));
    }
    return Credentials.find(context.environment(), file);
  }

  @Override
  public SpheronApi api(Credentials credentials, ApiWatcher watcher) throws SpheronSshException {
    ApiSettings settings = options.settings(context.environment(), credentials.key());
    return SpheronApi.open(
        settings.once().callTimeout(PATIENCE), new ApiLog(context.terminal()).and(watcher));
  }

  @Override
  public Optional<String> team() {
    return teamOption.team(context.environment());
  }
}
