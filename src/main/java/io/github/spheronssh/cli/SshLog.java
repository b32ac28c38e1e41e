package io.github.spheronssh.cli;

import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.key.Randomart;
import io.github.spheronssh.knownhosts.HostVerdict;
import io.github.spheronssh.knownhosts.KnownHost.Marker;
import io.github.spheronssh.ssh.Algorithms;
import io.github.spheronssh.ssh.Event;
import io.github.spheronssh.ssh.Observer;
import io.github.spheronssh.terminal.Terminal;
import io.github.spheronssh.terminal.Visible;
import java.util.List;
import java.util.stream.Collectors;

/** Tells of the way to a session: what the user has to know, and with {@code -v} each step. */
final class SshLog implements Observer {
  private final Terminal terminal;
  private final Environment environment;

  SshLog(Terminal terminal, Environment environment) {
    this.terminal = terminal;
    this.environment = environment;
  }

  @Override
  public void on(Event event) {
    switch (event) {
      case Event.Greeting greeting -> greet(greeting.text());
      case Event.HostKeyAdded added ->
          terminal.note(
              "remembered the host key of %s (%s %s) in %s"
                  .formatted(
                      added.name(),
                      added.key().type(),
                      added.key().fingerprint(),
                      environment.display(added.file())));
      case Event.HostKeyNotKept lost ->
          terminal.note(
              "the host key of %s could not be remembered: %s"
                  .formatted(lost.name(), lost.reason()));
      case Event.LinePassedOver passed ->
          terminal.note(
              "%s:%d can't be read and counts for nothing: %s"
                  .formatted(
                      environment.display(passed.damage().file()),
                      passed.damage().line(),
                      passed.damage().reason()));
      case Event.LinesPassedOver passed ->
          terminal.note("and %d more lines that can't be read".formatted(passed.more()));
      case Event.HostKeyShown shown -> picture(shown.key());
      case Event.NotDone not -> terminal.note(not.text());
      case Event.Forwarding forwarding -> terminal.say(forwarding.text());
      default -> terminal.detail(Math.max(1, event.verbosity()), () -> tell(event));
    }
  }

  @Override
  public int verbosity() {
    return terminal.manner().verbosity();
  }

  private void picture(PublicKeyLine key) {
    terminal.note("the host key is %s %s".formatted(key.type(), key.fingerprint()));
    Randomart.of(key).lines().forEach(terminal::note);
  }

  /** A server's banner, which is for the person and may have several lines. */
  private void greet(String text) {
    if (terminal.manner().verbosity() >= 0) {
      terminal.err().print(Visible.lines(text.replace("\r\n", "\n")));
    }
  }

  private static String tell(Event event) {
    return switch (event) {
      case Event.Resolved resolved ->
          "%s is %s"
              .formatted(
                  resolved.host(),
                  resolved.addresses().stream()
                      .map(address -> address.getHostAddress())
                      .collect(Collectors.joining(", ")));
      case Event.Dialling dialling -> "connecting to " + place(dialling.address());
      case Event.DialFailed failed -> place(failed.address()) + ": " + failed.reason();
      case Event.Dialled dialled ->
          "connected to %s (%d ms)".formatted(place(dialled.address()), dialled.took().toMillis());
      case Event.Carried carried -> "connecting through " + carried.by();
      case Event.ServerVersion version -> "the server is " + version.version();
      case Event.Proposed proposed ->
          "%s offers %s: %s".formatted(proposed.side(), proposed.kind(), proposed.algorithms());
      case Event.NotHad not -> "asked for, and not had: " + String.join(", ", not.algorithms());
      case Event.Guessed guess ->
          "the key exchange was begun on a guess, which is " + (guess.right() ? "right" : "wrong");
      case Event.HandshakeStep step -> step.text();
      case Event.NotKept not -> not.text();
      case Event.Negotiated agreed -> "agreed on " + show(agreed.algorithms());
      case Event.Rekeying rekeying -> "new keys are exchanged: " + rekeying.cause();
      case Event.Rekeyed rekeyed -> "new keys by " + show(rekeyed.algorithms());
      case Event.Packet packet ->
          "%s %s (message %d)%s"
              .formatted(
                  packet.sent() ? "sent" : "received",
                  packet.name(),
                  packet.number(),
                  packet.size().isPresent()
                      ? ", %d bytes".formatted(packet.size().getAsInt())
                      : "");
      case Event.HostKeyMet met ->
          "the host key is %s %s: %s"
              .formatted(met.key().type(), met.key().fingerprint(), verdict(met.verdict()));
      case Event.CertificatePassedOver passed ->
          "the host's certificate '%s' counts for nothing: %s"
              .formatted(passed.certificate().id(), passed.reason());
      case Event.HostKeysUpdated updated ->
          "host keys of %s: learnt %s, dropped %s"
              .formatted(
                  updated.update().name(),
                  prints(updated.update().fresh()),
                  prints(updated.update().gone()));
      case Event.HostKeysPassedOver passed -> "no host keys learnt: " + passed.reason();
      case Event.MethodsOffered offered ->
          "the server lets in by " + String.join(", ", offered.methods());
      case Event.KeyTried tried ->
          "key %s%s: %s%s"
              .formatted(
                  tried.identity().origin(),
                  tried
                      .identity()
                      .publicKey()
                      .map(PublicKeyLine::fingerprint)
                      .map(print -> ", " + print)
                      .orElse(""),
                  answer(tried.answer()),
                  tried.detail().isEmpty() ? "" : ": " + tried.detail());
      case Event.AnswerRefused refused -> refused.method() + ": the answer was not taken";
      case Event.LoggedIn in -> "logged in as " + in.user();
      case Event.Disconnected ended -> "the server ended the connection: " + ended.text();
      case Event.SessionStep step -> step.text();
      case Event.ConnectionCame came -> "a connection came to " + came.place();
      default -> event.toString();
    };
  }

  private static String show(Algorithms agreed) {
    return "%s, %s, %s%s"
        .formatted(
            agreed.keyExchange(),
            agreed.hostKey(),
            agreed.sent().equals(agreed.received())
                ? agreed.sent()
                : "%s to the server, %s from it".formatted(agreed.sent(), agreed.received()),
            agreed.strict() ? ", strict key exchange" : "");
  }

  private static String verdict(HostVerdict verdict) {
    return switch (verdict) {
      case HostVerdict.Known known when known.line().marker() == Marker.CERT_AUTHORITY ->
          "certified by the authority of %s:%d".formatted(known.line().file(), known.line().line());
      case HostVerdict.Known known ->
          "known from %s:%d".formatted(known.line().file(), known.line().line());
      case HostVerdict.New _ -> "not known yet";
      case HostVerdict.Changed _ -> "another one is known";
      case HostVerdict.Revoked _ -> "revoked";
    };
  }

  private static String prints(List<PublicKeyLine> keys) {
    return keys.isEmpty()
        ? "none"
        : keys.stream()
            .map(key -> key.type() + " " + key.fingerprint())
            .collect(Collectors.joining(", "));
  }

  private static String answer(Event.Answer answer) {
    return switch (answer) {
      case OFFERED -> "offered";
      case REFUSED -> "not taken";
      case WELCOME -> "would be taken";
      case TAKEN -> "taken, and more is wanted";
      case SIGNED -> "signed at once";
      case SIGNATURE_REFUSED -> "its signature was not taken";
      case UNUSABLE -> "not usable";
    };
  }

  private static String place(java.net.InetSocketAddress address) {
    return address.getAddress().getHostAddress() + " port " + address.getPort();
  }
}
