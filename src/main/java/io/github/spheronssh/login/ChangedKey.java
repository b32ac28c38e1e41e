package io.github.spheronssh.login;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.instance.Deployments;
import io.github.spheronssh.instance.Instance;
import io.github.spheronssh.instance.KnownInstance;
import io.github.spheronssh.instance.KnownInstance.Seen;
import io.github.spheronssh.instance.Ledger;
import io.github.spheronssh.instance.Resolution.OfInstance;
import io.github.spheronssh.ssh.HostKeyException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;

/** What can be told of a host key that has changed, to a person who has to find out why. */
public final class ChangedKey {
  /** How long the service is asked whose address it was; the login has failed either way. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final LoginPlan plan;
  private final HostKeyException change;

  /** A change that was met when a plan was carried out. */
  public ChangedKey(LoginPlan plan, HostKeyException change) {
    this.plan = plan;
    this.change = change;
  }

  /** Whose the address was before, and what to do once the new key has been checked. */
  public List<String> explain(Ledger ledger, Deployments deployments) {
    var lines = new ArrayList<>(history(ledger, deployments));
    lines.add(remedy());
    return List.copyOf(lines);
  }

  /** Whose the address was before. */
  public List<String> history(Ledger ledger, Deployments deployments) {
    var lines = new ArrayList<>(earlierLogins(ledger.known()));
    lines.addAll(others(deployments, lines.isEmpty()));
    return List.copyOf(lines);
  }

  private List<String> earlierLogins(List<KnownInstance> known) {
    var lines = new ArrayList<String>();
    for (KnownInstance instance : known) {
      if (plan.isOf(instance.id())) {
        continue;
      }
      for (Seen seen : instance.addresses()) {
        if (seen.address().equals(plan.host()) && seen.port() == plan.port()) {
          LocalDate day = LocalDate.ofInstant(seen.at(), ZoneOffset.UTC);
          lines.add(
              "%s was the address of another instance, %s, last on %s"
                  .formatted(plan.place(), instance.title(), day));
        }
      }
    }
    return lines;
  }

  /** What the service knows of others at the address. */
  private List<String> others(Deployments deployments, boolean nobodyElse) {
    var asked = Task.begin(deployments::all, new LinkedBlockingQueue<>());
    try {
      List<String> others =
          asked.result(PATIENCE).stream()
              .filter(instance -> !plan.isOf(instance.id()))
              .filter(instance -> instance.address().filter(plan.host()::equals).isPresent())
              .filter(instance -> instance.port() == plan.port())
              .map(this::told)
              .toList();
      return others.isEmpty() && nobodyElse
          ? List.of("no other instance is known to have had the address " + plan.place())
          : others;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } catch (SpheronSshException | TimeoutException e) {
      return List.of("whether others had the address could not be asked: " + reason(e));
    } finally {
      asked.cancel(true);
    }
  }

  private static String reason(Exception e) {
    return e instanceof TimeoutException
        ? "Spheron does not answer"
        : String.valueOf(e.getMessage());
  }

  private String told(Instance instance) {
    return "Spheron has %s for the address of another instance, %s, which is %s"
        .formatted(plan.place(), instance.title(), instance.statusWords());
  }

  private String remedy() {
    String trust =
        "if you know that the machine was made anew, check its fingerprint some other way, then:"
            + " spheron-ssh trust %s --fingerprint "
            + change.met().fingerprint();
    Optional<OfInstance> instance = plan.instance();
    if (instance.isPresent()) {
      return trust.formatted(instance.get().name());
    }
    String name = plan.trust().name(plan.host(), plan.port());
    Optional<Path> odd = plan.trust().pins().filter(file -> !file.endsWith(".ssh/known_hosts"));
    return plan.trust().alias().isPresent() || odd.isPresent()
        ? "if you know why, remove the old key: ssh-keygen -R '%s' -f '%s'"
            .formatted(name, change.pinned().getFirst().file())
        : trust.formatted(plan.place());
  }
}
