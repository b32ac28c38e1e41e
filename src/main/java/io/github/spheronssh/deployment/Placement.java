package io.github.spheronssh.deployment;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.api.ApiException;
import io.github.spheronssh.api.ApiUnreachableException;
import io.github.spheronssh.api.Deployment;
import io.github.spheronssh.api.DeploymentFilter;
import io.github.spheronssh.api.RefusedException;
import io.github.spheronssh.api.SpheronApi;
import io.github.spheronssh.instance.Status;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The one sending of a request. After an answer that leaves open whether the service acted, the
 * deployment is looked for by its name; the request is never sent again.
 */
public final class Placement {
  private final SpheronApi api;
  private final String name;
  private final Optional<String> team;
  private final Set<String> before;

  private Placement(SpheronApi api, String name, Optional<String> team, Set<String> before) {
    this.api = api;
    this.name = name;
    this.team = team;
    this.before = before;
  }

  /**
   * What came of it.
   *
   * @param found whether it was looked for, since the service gave no clear answer
   */
  public record Placed(Deployment deployment, boolean found) {}

  /**
   * Notes which deployments there are.
   *
   * @throws DeploymentException if one of the name hasn't ended: the new one could not be told from
   *     it
   */
  public static Placement prepare(SpheronApi api, String name, Optional<String> team)
      throws SpheronSshException {
    List<Deployment> all = api.deployments(DeploymentFilter.all(team));
    for (Deployment each : all) {
      if (name.equals(each.name()) && !Status.of(each.status()).isGone()) {
        throw new DeploymentException(
            "there is a deployment '%s' already (%s), %s"
                .formatted(name, each.id(), Status.of(each.status()).words()),
            "give another --name, or log in there: spheron-ssh connect " + each.id());
      }
    }
    return new Placement(
        api, name, team, all.stream().map(Deployment::id).collect(Collectors.toSet()));
  }

  /**
   * Sends the request, once.
   *
   * @throws ApiException if the service refused it, or it isn't known to have come through
   */
  public Placed send(DeployRequest request) throws SpheronSshException {
    try {
      return new Placed(api.addDeployment(request.fields()), false);
    } catch (RefusedException e) {
      throw e; // there is nothing of ours to look for, and a colleague may have taken the name
    } catch (ApiException e) {
      if (e instanceof ApiUnreachableException unreached && !unreached.mayHaveActed()) {
        throw e;
      }
      return new Placed(lookAfter(e), true);
    }
  }

  private Deployment lookAfter(ApiException failure) throws ApiException {
    try {
      Optional<Deployment> made =
          api.deployments(DeploymentFilter.all(team)).stream()
              .filter(each -> name.equals(each.name()) && !before.contains(each.id()))
              .findFirst();
      if (made.isPresent()) {
        return made.get();
      }
    } catch (SpheronSshException e) {
      failure.addSuppressed(e);
    }
    if (failure instanceof ApiUnreachableException) {
      throw new ApiUnreachableException(
          failure.getMessage() + "; it is not known whether '" + name + "' was deployed",
          "look before you deploy again: spheron-ssh instances --all",
          failure,
          true);
    }
    throw failure;
  }
}
