package io.github.spheronssh.api;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The API key and where it was found.
 *
 * @param source a variable's name or a file, as the user likes to read it
 * @param warning what is wrong with the place, as a file that others can read
 */
public record Credentials(ApiKey key, String source, Optional<String> warning) {
  private static final String VARIABLE = "SPHERON_API_KEY";

  /**
   * Looks in the given file; without one, in {@code SPHERON_API_KEY}, {@code ~/.spheron/api_key}
   * and {@code ~/.spheron/credentials}, in this order.
   *
   * @throws CredentialsException if there is no key, or the first place that should hold one
   *     doesn't
   */
  public static Credentials find(Environment environment, Optional<Path> file)
      throws SpheronSshException {
    if (file.isPresent()) {
      return new ApiKeyFile(file.get(), environment).read();
    }
    return stored(environment)
        .orElseThrow(
            () ->
                new CredentialsException(
                    "no API key: SPHERON_API_KEY is not set, and neither "
                        + "~/.spheron/api_key nor ~/.spheron/credentials is there",
                    "spheron-ssh login"));
  }

  /** The key that a run without options uses, where there is one. */
  public static Optional<Credentials> stored(Environment environment) throws SpheronSshException {
    Optional<String> variable = environment.variable(VARIABLE);
    if (variable.isPresent()) {
      ApiKey key = ApiKey.of(variable.get().strip().toCharArray(), VARIABLE);
      return Optional.of(new Credentials(key, VARIABLE, Optional.empty()));
    }
    for (ApiKeyFile file : files(environment)) {
      if (file.exists()) {
        return Optional.of(file.read());
      }
    }
    return Optional.empty();
  }

  /**
   * Stores a key in {@code ~/.spheron/api_key}, readable by the owner alone, in the place of the
   * one that is there.
   *
   * @return the file, as the user likes to read it
   */
  public static String store(Environment environment, ApiKey key) throws SpheronSshException {
    ApiKeyFile file = ApiKeyFile.own(environment);
    file.write(key);
    return file.shown();
  }

  /**
   * Forgets the key in {@code ~/.spheron/api_key}, and no other.
   *
   * @return the file, where there was one
   */
  public static Optional<String> forget(Environment environment) throws SpheronSshException {
    ApiKeyFile file = ApiKeyFile.own(environment);
    return file.delete() ? Optional.of(file.shown()) : Optional.empty();
  }

  /** The places that hold a key, or should, in the order in which they are looked at. */
  public static List<String> places(Environment environment) throws SpheronSshException {
    var places = new ArrayList<String>();
    environment.variable(VARIABLE).ifPresent(set -> places.add(VARIABLE));
    for (ApiKeyFile file : files(environment)) {
      if (file.exists()) {
        places.add(file.shown());
      }
    }
    return List.copyOf(places);
  }

  private static List<ApiKeyFile> files(Environment environment) throws SpheronSshException {
    return List.of(ApiKeyFile.own(environment), ApiKeyFile.manual(environment));
  }
}
