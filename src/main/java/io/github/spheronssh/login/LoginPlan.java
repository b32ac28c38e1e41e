package io.github.spheronssh.login;

import io.github.spheronssh.instance.Resolution.OfInstance;
import io.github.spheronssh.ssh.Guess;
import io.github.spheronssh.ssh.HostTrust;
import io.github.spheronssh.ssh.Identity;
import io.github.spheronssh.ssh.Target;
import java.util.List;
import java.util.Optional;

/**
 * How a login will be tried, worked out before anything is dialled.
 *
 * @param title what messages call the other side
 * @param instance the instance; absent for a plain host
 * @param users whom to log in as, each on a connection of its own; at least one
 * @param userGiven whether the user chose whom to log in as
 * @param identities the keys to offer, in this order
 * @param guess what the server will name first, as it did when it was met last
 * @param reasons why each part is what it is
 */
public record LoginPlan(
    String title,
    Optional<OfInstance> instance,
    String host,
    int port,
    List<String> users,
    boolean userGiven,
    HostTrust trust,
    List<Identity> identities,
    Optional<Guess> guess,
    List<Reason> reasons) {

  /** Copies the lists. */
  public LoginPlan {
    users = List.copyOf(users);
    identities = List.copyOf(identities);
    reasons = List.copyOf(reasons);
  }

  /** A part of the plan, such as {@code user}, and why it is what it is. */
  public record Reason(String part, String text) {}

  /** Where it leads. */
  public Target.Endpoint place() {
    return new Target.Endpoint(host, port);
  }

  /** The same, where a host key that isn't known yet is refused. */
  public LoginPlan strictly() {
    HostTrust strict = trust.withPolicy(HostTrust.Policy.STRICT);
    return new LoginPlan(
        title, instance, host, port, users, userGiven, strict, identities, guess, reasons);
  }

  /** The same, where this key is tried and no other. */
  public LoginPlan with(Identity only) {
    return new LoginPlan(
        title, instance, host, port, users, userGiven, trust, List.of(only), guess, reasons);
  }

  /** Whether it leads to the instance of that id. */
  boolean isOf(String id) {
    return instance.filter(i -> i.id().equals(id)).isPresent();
  }

  /** Whether nothing but its reasons differs from what the other tries. */
  boolean isTheSameWayAs(LoginPlan other) {
    return host.equals(other.host)
        && port == other.port
        && users.equals(other.users)
        && identities.equals(other.identities)
        && trust.alias().equals(other.trust.alias());
  }

  /** Where one user would log in. */
  public Target target(String user) {
    return new Target(host, port, user, trust, identities, guess);
  }

  /** What the server is remembered by: what its host key is known by. */
  String memoryName() {
    return memoryName(trust, host, port);
  }

  static String memoryName(HostTrust trust, String host, int port) {
    return trust.alias().orElseGet(() -> "[%s]:%d".formatted(host, port));
  }

  /**
   * Whether this user's login has to be tried with a command that does nothing: the image of an
   * instance may take root's key only to say who should log in instead.
   */
  boolean mayBeRedirected(String user) {
    return user.equals("root")
        && instance.isPresent()
        && instance.get().known().flatMap(known -> known.user()).filter("root"::equals).isEmpty();
  }
}
