package io.github.spheronssh.instance;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.api.ApiException;
import io.github.spheronssh.api.CredentialsException;
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
 * earlier logins or told by the service, an IP literal, a unique start of an id or name, the name
 * of a host. Only names need the service.
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

  /**
   * Finds what is meant; an instance that has ended is found too, and says so.
   *
   * @param port the port that the user gave: several instances may share one address
   * @throws TargetException where nothing, or more than one instance, is
   * @throws SpheronSshException where only the service could tell, and it can't be asked
   */
  public Resolution resolve(String target, OptionalInt port) throws SpheronSshException {
    Optional<KnownInstance> remembered =
        known.stream()
            .filter(k -> k.id().equals(target))
            .findFirst()
            .or(() -> known.stream().filter(k -> k.name().equals(target)).findFirst());
    Optional<String> address = IpLiteral.parse(target);
    if (remembered.isEmpty() && address.isPresent()) {
      Optional<KnownInstance> tenant = tenant(address.get(), port);
      return tenant.isPresent() ? ofKnown(tenant.get()) : new PlainHost(target);
    }
    List<Instance> active;
    try {
      active = deployments.active();
    } catch (CredentialsException | ApiException | TargetException e) {
      return withoutService(target, remembered, e);
    }
    Optional<Instance> exact = exact(target, active);
    return exact.isPresent() ? found(exact.get()) : inexact(target, remembered, active);
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

  private Resolution ofKnown(KnownInstance instance) throws SpheronSshException {
    try {
      Optional<Instance> live = deployments.find(instance.id());
      return live.isPresent() ? found(live.get()) : remembered(instance, ended(instance));
    } catch (CredentialsException | ApiException | TargetException e) {
      return remembered(instance, e);
    }
  }

  private Resolution withoutService(
      String target, Optional<KnownInstance> remembered, SpheronSshException silence)
      throws SpheronSshException {
    if (remembered.isPresent()) {
      return remembered(remembered.get(), silence);
    }
    if (hosts.exist(target)) {
      return new PlainHost(target);
    }
    throw silence;
  }

  private Resolution inexact(
      String target, Optional<KnownInstance> remembered, List<Instance> active)
      throws SpheronSshException {
    List<Instance> starts =
        active.stream()
            .filter(i -> i.name().startsWith(target) || i.id().startsWith(target))
            .toList();
    boolean isHost = hosts.exist(target);
    if (remembered.isEmpty() && isHost && (starts.size() != 1 || !completing)) {
      return new PlainHost(target);
    }
    Optional<Instance> past = latest(target, deployments.all());
    if (past.isPresent()) {
      return found(past.get());
    }
    if (remembered.isPresent()) {
      throw ended(remembered.get());
    }
    if (completing && starts.size() == 1) {
      Instance only = starts.getFirst();
      return found(only, true);
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
