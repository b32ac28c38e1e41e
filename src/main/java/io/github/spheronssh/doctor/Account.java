package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.account.AccountKeys;
import io.github.spheronssh.api.Balance;
import io.github.spheronssh.api.BaseUrl;
import io.github.spheronssh.api.Credentials;
import io.github.spheronssh.api.CredentialsException;
import io.github.spheronssh.api.KeyShapeException;
import io.github.spheronssh.api.SpheronApi;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.instance.Deployments;
import io.github.spheronssh.instance.Instance;
import java.util.List;
import java.util.Optional;

/** What the service says of the user. */
final class Account {
  private final Service service;
  private final ApiRoute route;
  private final ServiceWatch watch = new ServiceWatch();
  private final Fact<BaseUrl> base;
  private final Fact<Credentials> credentials;
  private final Fact<SpheronApi> api;
  private final Fact<Balance> balance;
  private final Fact<AccountKeys> keys;
  private final Fact<List<Instance>> instances;

  Account(Environment environment, Service service) {
    this.service = service;
    this.base = new Fact<>(service::base);
    this.route = new ApiRoute(environment, base);
    this.credentials = new Fact<>(service::credentials);
    this.api = new Fact<>(() -> service.api(credentials.get(), watch));
    this.balance = new Fact<>(() -> api.get().balance());
    this.keys = new Fact<>(() -> AccountKeys.list(api.get(), service.team()));
    this.instances = new Fact<>(() -> Deployments.of(api.get(), service.team()).all());
  }

  BaseUrl base() throws SpheronSshException {
    return base.get();
  }

  ApiRoute route() {
    return route;
  }

  /** What the answers that came told beside. */
  ServiceWatch watch() {
    return watch;
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

  /** All instances that there ever were. */
  List<Instance> instances() throws SpheronSshException {
    return instances.get();
  }

  /** The check that says why the service can't be asked; empty where it can. */
  Optional<String> trouble() {
    List<Step> way =
        List.of(
            new Step("api-base", this::base),
            new Step("credentials", this::credentials),
            new Step("proxy", route::proxy),
            new Step("api-dns", () -> isProxied() ? "" : route.addresses()),
            new Step("api-tcp", () -> isProxied() ? "" : route.reached()),
            new Step("api-tls", () -> base().isHttps() ? route.certificate() : ""));
    for (Step step : way) {
      try {
        step.source().find();
      } catch (KeyShapeException e) {
        return Optional.of("credentials-shape");
      } catch (SpheronSshException e) {
        return Optional.of(step.id());
      }
    }
    try {
      balance();
      return Optional.empty();
    } catch (CredentialsException e) {
      return Optional.of("api-key");
    } catch (SpheronSshException e) {
      return Optional.of(watch.limited() ? "api-rate" : "api");
    }
  }

  private record Step(String id, Fact.Source<?> source) {}

  private boolean isProxied() throws SpheronSshException {
    return route.proxy().isPresent();
  }
}
