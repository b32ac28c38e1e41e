package io.github.spheronssh.instance;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.instance.Resolution.OfInstance;
import io.github.spheronssh.instance.Resolution.PlainHost;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds out what a user means by a target. Tried are, in this order: an exact id or name known from
 * earlier logins, an IP literal, an exact id or name that the service tells, a unique start of one,
 * the name of a host. Only names need the service.
 */
public final class Directory {
  private static final String SEE = "spheron-ssh instances --all";

  private final List<KnownInstance> known;
  private final Deployments deployments;
  private final HostNames hosts;
  private final boolean completing;

  /**
   * A directory of what is known and what the service says.
   *
   * @param known what earlier logins proved, the latest first
   * @param completing whether a unique start of a name will do: only where a person sees which
   */
  public Directory(
      List<KnownInstance> known, Deployments deployments, HostNames hosts, boolean completing) {
    this.known = List.copyOf(known);
    this.deployments = deployments;
    this.hosts = hosts;
    this.completing = completing;
  }

  /** What the target meant to earlier logins; nobody is asked whether it still does. */
  public Optional<OfInstance> remembered(String target, OptionalInt port) {
    return named(target)
        .or(() -> IpLiteral.parse(target).flatMap(address -> tenant(address, port)))
        .map(
            instance ->
                new OfInstance(
                    instance.id(),
                    instance.name(),
                    Optional.empty(),
                    Optional.of(instance),
                    Optional.empty(),
                    false));
  }

  /**
   * Finds what is meant; an instance that has ended is found too, and says so.
   *
   * @param port the port that the user gave: several instances may share one address
   * @throws TargetException where nothing, or more than one instance, is
   * @throws UnaskedException where only the service could tell, and it can't be asked
   */
  public Resolution resolve(String target, OptionalInt port) throws SpheronSshException {
    Optional<KnownInstance> named = named(target);
    if (named.isPresent()) {
      return ofKnown(target, named.get());
    }
    Optional<String> address = IpLiteral.parse(target);
    if (address.isPresent()) {
      Optional<KnownInstance> tenant = tenant(address.get(), port);
      return tenant.isPresent()
          ? ofTenant(target, address.get(), tenant.get())
          : new PlainHost(target);
    }
    List<Instance> active;
    try {
      active = deployments.active();
    } catch (SpheronSshException silence) {
      if (hosts.exist(target)) {
        return new PlainHost(target);
      }
      throw new UnaskedException(target, silence);
    }
    Optional<Instance> exact = exact(target, active);
    return exact.isPresent() ? found(exact.get()) : inexact(target, active);
  }

  private Optional<KnownInstance> named(String target) {
    return known.stream()
        .filter(k -> k.id().equals(target))
        .findFirst()
        .or(() -> known.stream().filter(k -> k.name().equals(target)).findFirst());
  }

  /** The instance that was last seen there: on that port, or as the only one of the address. */
  private Optional<KnownInstance> tenant(String address, OptionalInt port) {
    List<KnownInstance> tenants = known.stream().filter(k -> k.wasLastSeenAt(address)).toList();
    int wanted = port.orElse(Instance.DEFAULT_PORT);
    Optional<KnownInstance> onPort =
        tenants.stream().filter(k -> k.lastSeen().orElseThrow().port() == wanted).findFirst();
    return onPort.isEmpty() && port.isEmpty() && tenants.size() == 1
        ? Optional.of(tenants.getFirst())
        : onPort;
  }

  /** A name may be another instance's by now, where the known one ended or is called otherwise. */
  private Resolution ofKnown(String target, KnownInstance instance) throws SpheronSshException {
    Optional<Instance> live;
    List<Instance> active = List.of();
    boolean byId = target.equals(instance.id());
    try {
      live = deployments.find(instance.id());
      boolean itself =
          live.filter(i -> byId || (i.name().equals(target) && !i.status().isGone())).isPresent();
      if (!itself && !byId) {
        active = deployments.active();
      }
    } catch (SpheronSshException silence) {
      return remembered(instance, silence);
    }
    Optional<Instance> meant = exact(target, active).or(() -> live);
    return found(meant.orElseThrow(() -> ended(instance)));
  }

  /** An address that is the instance's no more is a host like any other. */
  private Resolution ofTenant(String target, String address, KnownInstance instance) {
    try {
      Optional<Instance> tenant =
          deployments
              .find(instance.id())
              .filter(live -> !live.status().isGone())
              .filter(live -> live.address().map(address::equals).orElse(true));
      return tenant.isPresent() ? found(tenant.get()) : new PlainHost(target);
    } catch (SpheronSshException silence) {
      return remembered(instance, silence);
    }
  }

  private Resolution inexact(String target, List<Instance> active) throws SpheronSshException {
    List<Instance> starts =
        active.stream()
            .filter(i -> i.name().startsWith(target) || i.id().startsWith(target))
            .toList();
    if ((starts.size() != 1 || !completing) && hosts.exist(target)) {
      return new PlainHost(target);
    }
    Optional<Instance> past = latest(target, deployments.all());
    if (past.isPresent()) {
      return found(past.get());
    }
    if (completing && starts.size() == 1) {
      return found(starts.getFirst(), true);
    }
    if (completing && starts.size() > 1) {
      throw several(target, starts);
    }
    throw nothing(target, starts);
  }

  private Resolution found(Instance instance) {
    return found(instance, false);
  }

  private Resolution found(Instance instance, boolean completed) {
    return new OfInstance(
        instance.id(),
        instance.name(),
        Optional.of(instance),
        known.stream().filter(k -> k.id().equals(instance.id())).findFirst(),
        Optional.empty(),
        completed);
  }

  private static Resolution remembered(KnownInstance instance, SpheronSshException silence) {
    return new OfInstance(
        instance.id(),
        instance.name(),
        Optional.empty(),
        Optional.of(instance),
        Optional.of(silence),
        false);
  }

  private static Optional<Instance> exact(String target, List<Instance> instances)
      throws TargetException {
    Optional<Instance> byId = instances.stream().filter(i -> i.id().equals(target)).findFirst();
    if (byId.isPresent()) {
      return byId;
    }
    List<Instance> byName = instances.stream().filter(i -> i.name().equals(target)).toList();
    if (byName.size() > 1) {
      throw several(target, byName);
    }
    return byName.stream().findFirst();
  }

  /** The one that ended last, where several had the name. */
  private static Optional<Instance> latest(String target, List<Instance> instances) {
    return instances.stream()
        .filter(i -> i.id().equals(target) || i.name().equals(target))
        .max(Comparator.comparing(i -> i.createdAt().orElse(Instant.EPOCH)));
  }

  private static TargetException ended(KnownInstance instance) {
    return new TargetException(
        "the instance %s is gone: the service knows it no more".formatted(instance.title()), SEE);
  }

  private static TargetException several(String target, List<Instance> candidates) {
    return new TargetException(
        "'%s' fits %d instances: %s"
            .formatted(target, candidates.size(), listed(candidates.stream())),
        "give the id: spheron-ssh connect " + candidates.getFirst().id());
  }

  private static TargetException nothing(String target, List<Instance> starts) {
    String near =
        starts.isEmpty() ? "" : "; a name that starts so: " + listed(starts.stream().limit(5));
    return new TargetException(
        "no instance has the id or name '%s', and no host either%s".formatted(target, near), SEE);
  }

  private static String listed(Stream<Instance> instances) {
    return instances.map(Instance::title).collect(Collectors.joining(", "));
  }
}
