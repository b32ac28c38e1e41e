package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.api.SpheronApi;
import io.github.spheronssh.instance.Deployments;
import io.github.spheronssh.instance.Instance;
import io.github.spheronssh.login.KeyLookup;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The service, of which the client is made when it is first asked, since that takes time. */
final class LateService implements Deployments {
  /** Makes the client. */
  @FunctionalInterface
  interface Maker {
    SpheronApi make() throws SpheronSshException;
  }

  private final Maker maker;
  private final Optional<String> team;
  private @Nullable Deployments deployments;
  private @Nullable KeyLookup keys;

  LateService(Maker maker, Optional<String> team) {
    this.maker = maker;
    this.team = team;
  }

  @Override
  public List<Instance> active() throws SpheronSshException {
    return deployments().active();
  }

  @Override
  public List<Instance> all() throws SpheronSshException {
    return deployments().all();
  }

  @Override
  public Optional<Instance> find(String id) throws SpheronSshException {
    return deployments().find(id);
  }

  /** Looks keys up there. */
  KeyLookup keys() {
    return id -> {
      var _ = deployments();
      return java.util.Objects.requireNonNull(keys).find(id);
    };
  }

  private synchronized Deployments deployments() throws SpheronSshException {
    Deployments made = deployments;
    if (made == null) {
      SpheronApi api = maker.make();
      made = Deployments.of(api, team);
      deployments = made;
      keys = KeyLookup.of(api);
    }
    return made;
  }
}
