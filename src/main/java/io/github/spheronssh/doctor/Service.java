package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.api.ApiWatcher;
import io.github.spheronssh.api.BaseUrl;
import io.github.spheronssh.api.Credentials;
import io.github.spheronssh.api.SpheronApi;
import java.util.Optional;

/** How the account is reached. Nothing is looked for before a check asks. */
public interface Service {
  /**
   * Where the service is.
   *
   * @throws SpheronSshException where the base URL is none that a key may be sent to
   */
  BaseUrl base() throws SpheronSshException;

  /**
   * Finds the API key.
   *
   * @throws SpheronSshException where there is none
   */
  Credentials credentials() throws SpheronSshException;

  /**
   * A client that sends each call once, and waits for no answer longer than a few seconds.
   *
   * @param watcher is told what it does
   * @throws SpheronSshException where the base URL is none that a key may be sent to
   */
  SpheronApi api(Credentials credentials, ApiWatcher watcher) throws SpheronSshException;

  /** The team that is asked about; the current one where none is named. */
  Optional<String> team();
}
