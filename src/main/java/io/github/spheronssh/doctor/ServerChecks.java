package io.github.spheronssh.doctor;

import static java.util.stream.Collectors.joining;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.doctor.Result.Failure;
import io.github.spheronssh.doctor.Result.Ok;
import io.github.spheronssh.doctor.Result.Warning;
import io.github.spheronssh.knownhosts.HostVerdict;
import io.github.spheronssh.ssh.Algorithms;
import io.github.spheronssh.ssh.Carrier;
import io.github.spheronssh.ssh.Event;
import io.github.spheronssh.ssh.HostKeyException;
import io.github.spheronssh.ssh.LostException;
import io.github.spheronssh.ssh.SessionCarrier;
import io.github.spheronssh.ssh.SshException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The way to the server, and whether it is the right one. */
final class ServerChecks {
  /** How a hint of the connection's begins that allows what the server has. */
  private static final Pattern ALLOWING = Pattern.compile("^-o [A-Za-z]+=\\+[A-Za-z0-9@.-]+");

  private ServerChecks() {}

  static List<Check> all() {
    return List.of(
        Check.of(
                Layer.NETWORK,
                "route",
                "the hosts or the proxy on the way, where there are any, can be gone through",
                "spheron-ssh doctor HOST",
                ServerChecks::route)
            .needing("address"),
        Check.of(
                Layer.NETWORK,
                "dns",
                "the host's name has an address",
                "getent hosts HOST",
                ServerChecks::dns)
            .needing("route"),
        Check.of(
                Layer.NETWORK,
                "tcp",
                "the address takes a connection on the SSH port",
                "spheron-ssh connect --wait NAME",
                ServerChecks::tcp)
            .needing("dns"),
        Check.of(
                Layer.SERVER,
                "banner",
                "what listens there says that it is an SSH server",
                "spheron-ssh connect --wait NAME",
                ServerChecks::banner)
            .needing("tcp"),
        Check.of(
                Layer.SERVER,
                "key-exchange",
                "both sides agree on algorithms, and exchange keys",
                "spheron-ssh connect -vvv NAME true",
                ServerChecks::keyExchange)
            .needing("banner"),
        Check.of(
                Layer.SERVER,
                "host-key",
                "the server proves the host key that is pinned for it",
                "spheron-ssh trust NAME --fingerprint SHA256:…",
                ServerChecks::hostKey)
            .needing("key-exchange"));
  }

  private static Result route(Patient patient) throws SpheronSshException {
    Remote remote = patient.remote();
    Optional<Carrier> carrier = remote.carrier();
    if (carrier.isEmpty()) {
      return new Ok("this machine connects itself");
    }
    try {
      remote.first().awaitCarrier();
      return new Ok("through " + carrier.get().title());
    } catch (SshException e) {
      return new Failure(
          e.getMessage(),
          carrier.get() instanceof SessionCarrier jump
              ? "spheron-ssh doctor " + jump.name()
              : "spheron-ssh connect -v " + remote.name());
    }
  }

  private static Result dns(Patient patient) throws SpheronSshException {
    if (patient.remote().carrier().isPresent()) {
      return new Ok("looked up by " + patient.remote().carrier().get().title());
    }
    List<InetAddress> addresses = patient.remote().first().addresses();
    return new Ok(addresses.stream().map(InetAddress::getHostAddress).collect(joining(", ")));
  }

  private static Result tcp(Patient patient) throws SpheronSshException {
    Remote remote = patient.remote();
    if (remote.carrier().isPresent()) {
      return carried(remote, remote.carrier().get());
    }
    try {
      Event.Dialled dialled = remote.first().dialled();
      return new Ok("connected in %d ms".formatted(dialled.took().toMillis()));
    } catch (SshException e) {
      return Ports.explain(patient, e);
    }
  }

  private static Result carried(Remote remote, Carrier carrier) throws SpheronSshException {
    try {
      remote.first().awaitConnection();
      return new Ok("connected by " + carrier.title());
    } catch (SshException e) {
      return new Failure(e.getMessage(), "spheron-ssh connect --wait " + remote.name());
    }
  }

  private static Result banner(Patient patient) throws SpheronSshException {
    Remote remote = patient.remote();
    try {
      return new Ok(remote.first().version());
    } catch (SshException e) {
      return new Failure(e.getMessage(), "spheron-ssh connect --wait " + remote.name());
    }
  }

  private static Result keyExchange(Patient patient) throws SpheronSshException {
    Remote remote = patient.remote();
    try {
      Algorithms agreed = remote.first().algorithms();
      return new Ok(agreed.keyExchange() + ", " + agreed.received().cipher());
    } catch (LostException e) {
      return new Failure(
          e.getMessage() + "; or large packets vanish on the way (MTU)",
          "spheron-ssh connect -vvv %s true".formatted(remote.name()));
    } catch (SshException e) {
      Optional<String> option =
          e.hint().map(ALLOWING::matcher).filter(Matcher::find).map(m -> m.group());
      return new Failure(
          e.getMessage(),
          "spheron-ssh connect %s %s true".formatted(option.orElse("-vvv"), remote.name()));
    }
  }

  private static Result hostKey(Patient patient) throws SpheronSshException {
    Remote remote = patient.remote();
    String remedy = "spheron-ssh trust %s --fingerprint ".formatted(remote.name());
    try {
      Event.HostKeyMet met = remote.first().hostKey();
      String fingerprint = met.key().fingerprint().toString();
      return met.verdict() instanceof HostVerdict.New
          ? new Warning("not pinned yet; the server shows " + fingerprint, remedy + fingerprint)
          : new Ok(fingerprint + ", as pinned");
    } catch (HostKeyException e) {
      String history =
          e.reason() == HostKeyException.Reason.CHANGED
              ? "; " + String.join("; ", remote.history(e))
              : "";
      return new Failure(e.getMessage() + history, remedy + e.met().fingerprint());
    }
  }
}
