package io.github.spheronssh.login;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.instance.HostMemory;
import io.github.spheronssh.instance.Instance;
import io.github.spheronssh.instance.KnownInstance;
import io.github.spheronssh.instance.LoginUser;
import io.github.spheronssh.instance.Resolution;
import io.github.spheronssh.instance.Resolution.OfInstance;
import io.github.spheronssh.instance.Resolution.PlainHost;
import io.github.spheronssh.instance.Status;
import io.github.spheronssh.instance.TargetException;
import io.github.spheronssh.knownhosts.KnownHosts;
import io.github.spheronssh.login.LoginPlan.Reason;
import io.github.spheronssh.ssh.Guess;
import io.github.spheronssh.ssh.HostTrust;
import io.github.spheronssh.ssh.Identity;
import io.github.spheronssh.ssh.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Works out how to log in to what a target resolved to. */
public final class Logins {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  private final Environment environment;
  private final LocalKeys local;
  private final KeyLookup lookup;
  private final KeyMapping mapping;

  /** Logins with the keys of this machine. */
  public Logins(Environment environment, LocalKeys local, KeyLookup lookup) {
    this(environment, local, lookup, KeyMapping.NONE);
  }

  /** The same where the user's settings name keys for instances. */
  public Logins(Environment environment, LocalKeys local, KeyLookup lookup, KeyMapping mapping) {
    this.environment = environment;
    this.local = local;
    this.lookup = lookup;
    this.mapping = mapping;
  }

  /** The known_hosts file that the instances' keys are pinned in. */
  public static Path pins(Environment environment) throws SpheronSshException {
    return environment.spheronFolder().resolve("known_hosts");
  }

  /**
   * The name that an instance's host key is pinned by, whatever its address is.
   *
   * @throws TargetException where the id would mean something else in a known_hosts file
   */
  public static String alias(String id) throws TargetException {
    if (!ID.matcher(id).matches()) {
      throw new TargetException(
          "the service gave an id that can be none: expected letters, digits and . _ -, met '%s'"
              .formatted(id),
          null);
    }
    return "spheron-" + id;
  }

  /**
   * Works out the login.
   *
   * @throws TargetException where the instance can't be logged in to, or names no address
   * @throws SpheronSshException where the service has to be asked first and can't be, or a file
   *     that the user gave is no key
   */
  public LoginPlan plan(Resolution resolution, LoginWish wish) throws SpheronSshException {
    return switch (resolution) {
      case OfInstance instance -> ofInstance(instance, wish);
      case PlainHost host -> ofPlainHost(host.host(), wish);
    };
  }

  /**
   * Whether the instance's host key is pinned and it was reached before, so that it may be dialled
   * before the service is heard: whoever has its address now can't take its place.
   */
  public boolean canDialAtOnce(OfInstance instance) throws SpheronSshException {
    return instance.known().flatMap(KnownInstance::lastSeen).isPresent()
        && isPinned(alias(instance.id()));
  }

  private boolean isPinned(String alias) throws SpheronSshException {
    return !KnownHosts.read(List.of(pins(environment))).keyTypes(alias).isEmpty();
  }

  /** The key of this machine that opens an instance: as the settings, a login or the API say. */
  public Optional<Identity> opener(Optional<Instance> live, Optional<KnownInstance> known) {
    var order = new IdentityOrder(local, lookup, KeyWish.none());
    String id = live.map(Instance::id).or(() -> known.map(KnownInstance::id)).orElse("");
    String name = live.map(Instance::name).or(() -> known.map(KnownInstance::name)).orElse(id);
    order.mapped(mapping.find(id, name));
    order.proved(live, known);
    return order.identities().stream().findFirst();
  }

  private LoginPlan ofInstance(OfInstance instance, LoginWish wish) throws SpheronSshException {
    Path pins = pins(environment);
    String alias = alias(instance.id());
    boolean pinned = isPinned(alias);
    refuseUnlessUp(instance, pinned);
    var reasons = new ArrayList<Reason>();
    String host = host(instance, reasons);
    int port = port(instance, wish, reasons);
    List<String> users = users(instance, wish, reasons);
    reasons.add(
        new Reason(
            "host key",
            pinned
                ? "pinned for this instance in " + environment.display(pins)
                : "not pinned yet: " + policy(wish.trust())));
    if (wish.trust().isOfPlainHosts()) {
      reasons.add(
          new Reason("host key", "HostKeyAlias and UserKnownHostsFile are for plain hosts alone"));
    }
    var order = new IdentityOrder(local, lookup, wish.keys());
    order.given();
    order.mapped(mapping.find(instance.id(), instance.name()));
    order.proved(instance.live(), instance.known());
    order.general();
    order.usual();
    reasons.addAll(order.reasons());
    return new LoginPlan(
        instance.title(),
        Optional.of(instance),
        host,
        port,
        users,
        wish.user().isPresent(),
        wish.trust().inInstance(environment, alias, pins),
        order.identities(),
        guess(memory(reasons), alias),
        reasons);
  }

  private LoginPlan ofPlainHost(String host, LoginWish wish) throws SpheronSshException {
    var reasons = new ArrayList<Reason>();
    reasons.add(new Reason("host", "no instance is known by it"));
    Optional<String> user = wish.user().or(wish.general()::user);
    reasons.add(new Reason("user", user.isPresent() ? "given" : "yours here, as ssh takes it"));
    HostTrust trust = wish.trust().inPlainHost(environment);
    reasons.add(
        new Reason(
            "host key",
            trust
                .pins()
                .map(file -> "looked for in " + environment.display(file))
                .orElse("looked for in no file of yours")));
    var order = new IdentityOrder(local, lookup, wish.keys());
    order.givenInOrder();
    order.usual();
    int port = wish.port().orElse(wish.general().port().orElse(Instance.DEFAULT_PORT));
    String name = user.orElse(environment.userName());
    HostMemory memory = memory(reasons);
    order.provedOn(memory.keys(name, host, port));
    reasons.addAll(order.reasons());
    return new LoginPlan(
        new Target.Endpoint(host, port).toString(),
        Optional.empty(),
        host,
        port,
        List.of(name),
        user.isPresent(),
        trust,
        order.identities(),
        guess(memory, LoginPlan.memoryName(trust, host, port)),
        reasons);
  }

  private HostMemory memory(List<Reason> reasons) throws SpheronSshException {
    return HostMemory.of(environment, text -> reasons.add(new Reason("host", text)));
  }

  private static Optional<Guess> guess(HostMemory memory, String name) {
    return memory.firstChoices(name).map(each -> new Guess(each.keyExchange(), each.hostKey()));
  }

  private static void refuseUnlessUp(OfInstance instance, boolean pinned)
      throws SpheronSshException {
    if (instance.live().isEmpty()) {
      if (!pinned) {
        // A stranger may have its address by now: only the service can tell.
        throw instance.silence().orElseThrow(unlocated(instance));
      }
      return;
    }
    Instance live = instance.live().get();
    if (live.status() == Status.DEPLOYING) {
      throw new TargetException(
          "the instance %s is still deploying".formatted(live.title()),
          "spheron-ssh connect --wait " + live.name());
    }
    if (!live.status().canComeUp()) {
      throw new TargetException(
          "the instance %s can't be logged in to: %s".formatted(live.title(), live.statusWords()),
          "spheron-ssh instances shows what runs");
    }
  }

  private static String host(OfInstance instance, List<Reason> reasons) throws TargetException {
    Optional<String> told = instance.live().flatMap(Instance::address);
    reasons.add(
        new Reason(
            "host", told.isPresent() ? "the service names it" : "where it was reached last"));
    return told.or(() -> instance.known().flatMap(KnownInstance::lastSeen).map(s -> s.address()))
        .orElseThrow(unlocated(instance));
  }

  private static Supplier<TargetException> unlocated(OfInstance instance) {
    return () ->
        new TargetException(
            "nobody knows an address of the instance " + instance.title(),
            "spheron-ssh connect --wait " + instance.name());
  }

  private static int port(OfInstance instance, LoginWish wish, List<Reason> reasons) {
    if (wish.port().isPresent()) {
      reasons.add(new Reason("port", "given"));
      return wish.port().getAsInt();
    }
    Optional<Integer> told = instance.live().map(Instance::port);
    reasons.add(
        new Reason(
            "port", told.isPresent() ? "the service names it" : "where it was reached last"));
    return told.or(() -> instance.known().flatMap(KnownInstance::lastSeen).map(s -> s.port()))
        .orElse(wish.general().port().orElse(Instance.DEFAULT_PORT));
  }

  private static List<String> users(OfInstance instance, LoginWish wish, List<Reason> reasons) {
    var said = new LinkedHashMap<String, Optional<String>>();
    said.put("given", wish.user());
    said.put("a login as this user succeeded", instance.known().flatMap(KnownInstance::user));
    said.put("the service names it", instance.live().flatMap(Instance::user));
    said.put("your configuration says it of every host", wish.general().user());
    for (var each : said.entrySet()) {
      if (each.getValue().isPresent()) {
        reasons.add(new Reason("user", each.getKey()));
        return List.of(each.getValue().get());
      }
    }
    reasons.add(new Reason("user", "nobody says: the usual ones"));
    return LoginUser.USUAL;
  }

  private static String policy(TrustWish wish) {
    return wish.fingerprint().isPresent()
        ? "it has to have the given fingerprint"
        : switch (wish.policy()) {
          case ASK -> "you will be asked";
          case ACCEPT_NEW -> "it will be accepted and kept";
          case STRICT -> "it will be refused";
        };
  }
}
