package io.github.spheronssh.login;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.key.Fingerprint;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.knownhosts.HostVerdict;
import io.github.spheronssh.knownhosts.KnownHost;
import io.github.spheronssh.knownhosts.KnownHostsFile;
import io.github.spheronssh.ssh.ConnectSettings;
import io.github.spheronssh.ssh.Event;
import io.github.spheronssh.ssh.HostKeyException;
import io.github.spheronssh.ssh.HostTrust;
import io.github.spheronssh.ssh.Layer;
import io.github.spheronssh.ssh.LoginException;
import io.github.spheronssh.ssh.Questions;
import io.github.spheronssh.ssh.SshConnector;
import io.github.spheronssh.ssh.SshException;
import io.github.spheronssh.ssh.SshSession;
import io.github.spheronssh.ssh.Target;
import io.github.spheronssh.ssh.Trace;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * The host keys that a known_hosts file has under one name. Lines of other names, comments and
 * markers stay as they are, in their order.
 *
 * @param name as known_hosts has it: an instance's alias, or host and port
 */
public record Pins(Path file, String name) {
  /** The pins of the host that a plan leads to, in the file that new keys are added to. */
  public static Pins of(LoginPlan plan) throws SpheronSshException {
    return of(plan.trust(), plan.host(), plan.port());
  }

  /**
   * The pins of a host, in the file that new keys are added to.
   *
   * @throws SshException where there is none
   */
  public static Pins of(HostTrust trust, String host, int port) throws SshException {
    Path file =
        trust
            .pins()
            .orElseThrow(
                () ->
                    new SshException(
                        Layer.HOST_KEY,
                        "there is no file that could keep the host key of " + host,
                        "give a file with UserKnownHostsFile instead of none"));
    return new Pins(file, trust.name(host, port));
  }

  /** What accepting a key came to. */
  public sealed interface Accepted {
    /** The key that the server proved. */
    PublicKeyLine key();

    /** It was pinned already. */
    record Already(PublicKeyLine key) implements Accepted {}

    /** It is pinned now, in the place of others where there were any. */
    record Pinned(PublicKeyLine key, List<KnownHost> before) implements Accepted {}
  }

  /**
   * Asks the server for its key, without logging in, and pins it if it is the one that the user
   * checked some other way.
   *
   * @throws SshException where it is another one, or a revoked one, or the server can't be asked
   */
  public Accepted accept(LoginPlan plan, Fingerprint checked, ConnectSettings settings)
      throws SpheronSshException {
    Event.HostKeyMet met = meet(plan, settings);
    PublicKeyLine key = met.key();
    if (!key.fingerprint().equals(checked)) {
      throw new SshException(
          Layer.HOST_KEY,
          "the host key of %s is not the one that you checked: expected %s, met %s %s"
              .formatted(plan.title(), checked, key.type(), key.fingerprint()),
          "do not connect before you know why");
    }
    return switch (met.verdict()) {
      case HostVerdict.Known _ -> new Accepted.Already(key);
      case HostVerdict.New _ -> replace(key, List.of());
      case HostVerdict.Changed changed -> replace(key, changed.pinned());
      case HostVerdict.Revoked _ ->
          throw new SshException(
              Layer.HOST_KEY, "the host key of " + plan.title() + " is marked as revoked", null);
    };
  }

  /** Drops the pins, and tells how many there were. */
  public int drop() throws SpheronSshException {
    return KnownHostsFile.at(file).forget(name);
  }

  private static Event.HostKeyMet meet(LoginPlan plan, ConnectSettings settings)
      throws SpheronSshException {
    HostTrust trust = plan.trust().withPolicy(HostTrust.Policy.STRICT).expectingNothing();
    var target = new Target(plan.host(), plan.port(), plan.users().getFirst(), trust, List.of());
    var trace = new Trace();
    try (SshSession _ = new SshConnector(trace).connect(target, settings, Questions.nobody())) {
      return trace.last(Event.HostKeyMet.class).orElseThrow();
    } catch (HostKeyException | LoginException e) {
      // Expected: the key isn't trusted yet, and none of ours was offered.
      return trace.last(Event.HostKeyMet.class).orElseThrow(() -> e);
    }
  }

  private Accepted replace(PublicKeyLine key, List<KnownHost> before) throws SpheronSshException {
    String comment = "trusted " + LocalDate.now(ZoneOffset.UTC);
    KnownHostsFile.at(file).replace(name, key.withComment(comment));
    return new Accepted.Pinned(key, before);
  }
}
