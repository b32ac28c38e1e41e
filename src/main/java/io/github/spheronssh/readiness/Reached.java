package io.github.spheronssh.readiness;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.instance.Deployments;
import io.github.spheronssh.instance.Instance;
import io.github.spheronssh.instance.KnownInstance;
import io.github.spheronssh.instance.Ledger;
import io.github.spheronssh.instance.Resolution;
import io.github.spheronssh.instance.Resolution.OfInstance;
import io.github.spheronssh.instance.TargetException;
import java.util.Optional;

/**
 * Finds again an instance that was reached, by its id: its name may be another one's by now. Where
 * the service can't be asked, it is where it was reached last.
 */
public record Reached(OfInstance before, Deployments deployments, Ledger ledger)
    implements Readiness.Search {

  @Override
  public Resolution find() throws SpheronSshException {
    Optional<KnownInstance> known =
        ledger.known().stream().filter(each -> each.id().equals(before.id())).findFirst();
    try {
      Instance now = deployments.find(before.id()).orElseThrow(() -> gone(before));
      return new OfInstance(now.id(), now.name(), Optional.of(now), known, Optional.empty(), false);
    } catch (TargetException e) {
      throw e;
    } catch (SpheronSshException e) {
      return new OfInstance(
          before.id(), before.name(), Optional.empty(), known, Optional.of(e), false);
    }
  }

  static TargetException gone(OfInstance instance) {
    return new TargetException(
        "the instance %s is gone: the service knows it no more".formatted(instance.title()),
        "spheron-ssh instances --all");
  }
}
