package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.api.ApiKey;
import io.github.spheronssh.api.ApiProxy;
import io.github.spheronssh.api.ApiSettings;
import io.github.spheronssh.api.BaseUrl;
import io.github.spheronssh.api.Credentials;
import io.github.spheronssh.api.SpheronApi;
import io.github.spheronssh.environment.Environment;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the Spheron API is reached; every command that calls it has these. */
final class ApiOptions {
  @Option(
      names = "--api-key-file",
      paramLabel = "FILE",
      description = "Read the API key from this file.")
  @Nullable String apiKeyFile;

  @Option(
      names = "--api-base",
      paramLabel = "URL",
      description = "Call the API at this address: https, or http to this machine.")
  @Nullable String apiBase;

  /** A client with the key that the user keeps. */
  SpheronApi open(Context context) throws SpheronSshException {
    return open(context, credentials(context).key());
  }

  /** A client with the given key. */
  SpheronApi open(Context context, ApiKey key) throws SpheronSshException {
    return open(context, key, UnaryOperator.identity());
  }

  /** A client with the given key, that calls as the settings are changed to say. */
  SpheronApi open(Context context, ApiKey key, UnaryOperator<ApiSettings> change)
      throws SpheronSshException {
    ApiSettings settings = change.apply(settings(context.environment(), key));
    return SpheronApi.open(settings, new ApiLog(context.terminal()));
  }

  /** The address, the key and the proxy, for whoever makes a client of its own. */
  ApiSettings settings(Environment environment, ApiKey key) throws SpheronSshException {
    BaseUrl base = BaseUrl.find(environment, Optional.ofNullable(apiBase));
    return ApiSettings.of(base, key, Version.version()).through(ApiProxy.find(environment, base));
  }

  /** The key that the user keeps; warns where others can read it. */
  Credentials credentials(Context context) throws SpheronSshException {
    Optional<Path> file =
        apiKeyFile == null
            ? Optional.empty()
            : Optional.of(context.environment().resolve(apiKeyFile));
    Credentials found = Credentials.find(context.environment(), file);
    found.warning().ifPresent(warning -> context.terminal().note("warning: " + warning));
    return found;
  }
}
