package io.github.spheronssh.instance;

import io.github.spheronssh.api.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A service with the given instances, which counts how often it is asked. */
final class FakeDeployments implements Deployments {
  private final List<Instance> instances = new ArrayList<>();
  int asked;

  FakeDeployments with(String id, String name, String status) {
    instances.add(instance(id, name, status, "198.51.100.7", null));
    return this;
  }

  @Override
  public List<Instance> active() {
    asked++;
    return instances.stream().filter(i -> !i.status().isGone()).toList();
  }

  @Override
  public List<Instance> all() {
    asked++;
    return List.copyOf(instances);
  }

  @Override
  public Optional<Instance> find(String id) {
    asked++;
    return instances.stream().filter(i -> i.id().equals(id)).findFirst();
  }

  static Instance instance(
      String id, @Nullable String name, String status, @Nullable String ip, @Nullable String ssh) {
    return Instance.of(
        new Deployment(
            id, name, null, null, null, null, null, null, null, null, null, null, ip, null, null,
            ssh, null, status, null, null, null, null));
  }
}
