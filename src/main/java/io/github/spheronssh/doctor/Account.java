package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.account.AccountKeys;
import io.github.spheronssh.api.Balance;
import io.github.spheronssh.api.BaseUrl;
import io.github.spheronssh.api.Credentials;
import io.github.spheronssh.api.CredentialsException;
import io.github.spheronssh.api.SpheronApi;
import java.util.Optional;

/** What the service says of the user. */
final class Account {
  private final Service service;
  private final Fact<Credentials> credentials;
  private final Fact<SpheronApi> api;
  private final Fact<Balance> balance;
  private final Fact<AccountKeys> keys;

  Account(Service service) {
    this.service = service;
    this.credentials = new Fact<>(service::credentials);
    this.api = new Fact<>(() -> service.api(credentials.get()));
    this.balance = new Fact<>(() -> api.get().balance());
    this.keys = new Fact<>(() -> AccountKeys.list(api.get(), service.team()));
  }

  BaseUrl base() throws SpheronSshException {
    return service.base();
  }

  Optional<String> team() {
    return service.team();
  }

  Credentials credentials() throws SpheronSshException {
    return credentials.get();
  }

  SpheronApi api() throws SpheronSshException {
    return api.get();
  }

  Balance balance() throws SpheronSshException {
    return balance.get();
  }

  AccountKeys keys() throws SpheronSshException {
    return keys.get();
  }

  /** The check that says why the service can't be asked; empty where it can. */
  Optional<String> trouble() {
    try {
      credentials();
    } catch (SpheronSshException e) {
      return Optional.of("credentials");
    }
    try {
      balance();
      return Optional.empty();
    } catch (CredentialsException e) {
      return Optional.of("api-key");
    } catch (SpheronSshException e) {
      return Optional.of("api");
    }
  }
}
