package io.github.spheronssh.readiness;

import io.github.spheronssh.api.ApiUnreachableException;
import io.github.spheronssh.api.Deployment;
import io.github.spheronssh.instance.Deployments;
import io.github.spheronssh.instance.Instance;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A service that says another status of the instance {@code box} each time it is asked. */
final class ScriptedService implements Deployments {
  private final Deque<String> statuses = new ArrayDeque<>();

  /** What it said last, and says where nothing else is due. */
  String last = "deploying";

  int port;

  /** How often it can't be reached before it first says anything. */
  int searches;

  /** What it says from now on, the last for ever; empty where it knows the instance no more. */
  void willSay(String... words) {
    statuses.addAll(List.of(words));
  }

  @Override
  public List<Instance> active() {
    throw new UnsupportedOperationException("nobody needs the list");
  }

  @Override
  public List<Instance> all() {
    throw new UnsupportedOperationException("nobody needs the list");
  }

  @Override
  public Optional<Instance> find(String id) throws ApiUnreachableException {
    last = statuses.isEmpty() ? last : statuses.remove();
    if (last.equals("unreachable")) {
      throw new ApiUnreachableException("nobody answers", null, null, false);
    }
    return last.isEmpty() ? Optional.empty() : Optional.of(instance(last));
  }

  /** The instance of that status. */
  Instance instance(String status) {
    return Instance.of(
        new Deployment(
            "d1",
            "box",
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            "ssh ubuntu@127.0.0.1 -p " + port,
            null,
            status,
            null,
            null,
            null,
            null));
  }
}
