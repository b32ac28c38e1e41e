package io.github.spheronssh.doctor;

import static java.util.stream.Collectors.joining;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.doctor.Result.Ok;
import io.github.spheronssh.doctor.Result.Warning;
import io.github.spheronssh.ssh.Algorithms;
import io.github.spheronssh.ssh.Event;
import io.github.spheronssh.ssh.HostVerdict;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** The way to the server, and whether it is the right one. */
final class ServerChecks {
  private ServerChecks() {}

  static List<Check> all() {
    return List.of(
        Check.of(
                Layer.NETWORK,
                "dns",
                "the host's name has an address",
                "getent hosts HOST",
                ServerChecks::dns)
            .needing("address"),
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
                "spheron-ssh connect -vv NAME",
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

  private static Result dns(Patient patient) throws SpheronSshException {
    List<InetAddress> addresses = patient.remote().first().addresses();
    return new Ok(addresses.stream().map(InetAddress::getHostAddress).collect(joining(", ")));
  }

  private static Result tcp(Patient patient) throws SpheronSshException {
    Event.Dialled dialled = patient.remote().first().dialled();
    InetSocketAddress address = dialled.address();
    return new Ok(
        "port %d took the connection in %d ms"
            .formatted(address.getPort(), dialled.took().toMillis()));
  }

  private static Result banner(Patient patient) throws SpheronSshException {
    return new Ok(patient.remote().first().version());
  }

  private static Result keyExchange(Patient patient) throws SpheronSshException {
    Algorithms agreed = patient.remote().first().algorithms();
    return new Ok(agreed.keyExchange() + ", " + agreed.cipher());
  }

  private static Result hostKey(Patient patient) throws SpheronSshException {
    Event.HostKeyMet met = patient.remote().first().hostKey();
    String fingerprint = met.key().fingerprint().toString();
    return met.verdict() instanceof HostVerdict.New
        ? new Warning(
            "not pinned yet; the server shows " + fingerprint,
            "spheron-ssh trust %s --fingerprint %s".formatted(patient.remote().name(), fingerprint))
        : new Ok(fingerprint + " is pinned");
  }
}
