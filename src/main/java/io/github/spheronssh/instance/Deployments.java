package io.github.spheronssh.instance;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.api.DeploymentFilter;
import io.github.spheronssh.api.NotFoundException;
import io.github.spheronssh.api.SpheronApi;
import java.util.List;
import java.util.Optional;

/** Where it is asked which instances there are. Each call asks anew. */
public interface Deployments {
  /** What deploys, runs or is stopped. */
  List<Instance> active() throws SpheronSshException;

  /** All there ever were. */
  List<Instance> all() throws SpheronSshException;

  /** The instance of that id; absent where the service knows none. */
  Optional<Instance> find(String id) throws SpheronSshException;

  /** Asks the service, for the given team or the user's current one. */
  static Deployments of(SpheronApi api, Optional<String> team) {
    return new Deployments() {
      @Override
      public List<Instance> active() throws SpheronSshException {
        return list(DeploymentFilter.active(team));
      }

      @Override
      public List<Instance> all() throws SpheronSshException {
        return list(DeploymentFilter.all(team));
      }

      @Override
      public Optional<Instance> find(String id) throws SpheronSshException {
        try {
          return Optional.of(Instance.of(api.deployment(id)));
        } catch (NotFoundException e) {
          return Optional.empty();
        }
      }

      private List<Instance> list(DeploymentFilter filter) throws SpheronSshException {
        return api.deployments(filter).stream().map(Instance::of).toList();
      }
    };
  }

  /** Nobody to ask, for the given reason: without credentials, or when told not to ask. */
  static Deployments unavailable(SpheronSshException reason) {
    return new Deployments() {
      @Override
      public List<Instance> active() throws SpheronSshException {
        throw reason;
      }

      @Override
      public List<Instance> all() throws SpheronSshException {
        throw reason;
      }

      @Override
      public Optional<Instance> find(String id) throws SpheronSshException {
        throw reason;
      }
    };
  }
}
