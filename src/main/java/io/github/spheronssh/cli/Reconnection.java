package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.forward.ForwardException;
import io.github.spheronssh.instance.Resolution.PlainHost;
import io.github.spheronssh.login.LoginPlan;
import io.github.spheronssh.readiness.Reached;
import io.github.spheronssh.readiness.Readiness;
import io.github.spheronssh.readiness.Return;
import io.github.spheronssh.readiness.Vigil;
import io.github.spheronssh.ssh.Layer;
import io.github.spheronssh.ssh.Program;
import io.github.spheronssh.ssh.SshException;
import io.github.spheronssh.ssh.SshSession;
import io.github.spheronssh.ssh.Target;
import io.github.spheronssh.terminal.Progress;
import io.github.spheronssh.terminal.Terminal;
import java.time.Duration;
import java.util.Optional;

/**
 * What {@code --reconnect} asks for: where the connection is lost it is made again, until that is
 * hopeless or takes too long. A command is never run twice.
 */
final class Reconnection {
  /** A session that stood for less counts as a failed try. */
  private static final Duration BRIEF = Duration.ofSeconds(30);

  private final Terminal terminal;
  private final InstanceAccess access;
  private final Arrival arrival;
  private final ConnectRequest request;
  private final Stay stay;
  private final Duration limit;
  private int brief;

  /**
   * One that tries for no longer than the limit at a time.
   *
   * @param access which asks the service once at a time
   */
  Reconnection(
      Terminal terminal,
      InstanceAccess access,
      Arrival arrival,
      ConnectRequest request,
      Stay stay,
      Duration limit) {
    this.terminal = terminal;
    this.access = access;
    this.arrival = arrival;
    this.request = request;
    this.stay = stay;
    this.limit = limit;
  }

  /** What is done over a connection, until it ends. */
  @FunctionalInterface
  interface Use {
    int run(SshSession session) throws SpheronSshException;
  }

  /**
   * Refuses what can't be begun again.
   *
   * @throws SpheronSshException where more than a shell at a terminal or forwards is wanted
   */
  static void refuseUnlessRepeatable(SessionWish session, Terminal terminal)
      throws SpheronSshException {
    if (session.forwards().joined().isPresent()) {
      throw new SpheronSshException(
          "--reconnect is not for -W: what a stream has carried can't be carried again",
          "leave --reconnect out");
    }
    Optional<Program> program = session.program();
    if (program.isEmpty()) {
      return;
    }
    if (!(program.get() instanceof Program.Shell)) {
      throw new SpheronSshException(
          "--reconnect is not for a command, which would run twice",
          "leave --reconnect out; it is for a shell and for -N");
    }
    if (!terminal.inIsTerminal() || !session.readsInput() || terminal.screen().isEmpty()) {
      throw new SpheronSshException(
          "--reconnect needs a shell that somebody types to: what a file or pipe has told the first"
              + " shell, the next would not know",
          "leave --reconnect out");
    }
  }

  /** Does it over the session, and over those that follow it. */
  int stay(SshSession first, Use use) throws SpheronSshException {
    SshSession session = first;
    while (true) {
      long begun = System.nanoTime();
      SpheronSshException loss;
      Optional<String> clue;
      try (SshSession current = session;
          Vigil vigil = Vigil.over(current)) {
        try {
          return use.run(current);
        } catch (SpheronSshException e) {
          if (!mayBeMended(e, current)) {
            throw e;
          }
          loss = e;
          clue = vigil.clue();
        }
      }
      Duration stood = Duration.ofNanos(System.nanoTime() - begun);
      brief = stood.compareTo(BRIEF) < 0 ? brief + 1 : 0;
      terminal.note(arrival.where(loss) + loss.getMessage());
      clue.ifPresent(terminal::note);
      terminal.note("connecting again" + (terminal.isInteractive() ? "; ^C ends it" : ""));
      Return back = again(session, stood);
      tell(session, back, clue.isEmpty());
      session = back.session();
    }
  }

  /** Whether the connection was lost, and not ended by anybody here. */
  private boolean mayBeMended(SpheronSshException e, SshSession session) {
    if (!stay.reconnects()) {
      return false;
    }
    // The server may not have noticed yet, and still have the port of the connection before.
    boolean portTaken = e instanceof ForwardException && stay.hasBegun();
    boolean lost = e instanceof SshException met && met.layer() == Layer.SESSION;
    return portTaken || (lost && !session.isOpen());
  }

  /** Logs in again; the host has to prove the key that it proved before. */
  private Return again(SshSession lost, Duration stood) throws SpheronSshException {
    LoginPlan plan = arrival.tried();
    Readiness.Search search =
        plan.instance().isPresent()
            ? new Reached(plan.instance().get(), access.deployments(), access.ledger())
            : () -> new PlainHost(plan.host());
    try (Progress progress = terminal.progress("connecting to %s again".formatted(plan.title()))) {
      return new Readiness(
              access.deployments(),
              arrival.logins(access),
              arrival.opening(),
              access.patience(limit).untilBack(),
              progress::step)
          .reopen(search, request.wish().asIn(lost), brief, stood);
    }
  }

  /** What was seen meanwhile of why it was lost, and no more. */
  private void tell(SshSession before, Return back, boolean unexplained) {
    Target.Endpoint place = back.session().target().endpoint();
    boolean moved = !place.equals(before.target().endpoint());
    String where = arrival.tried().title() + (moved ? ", which is at " + place + " now" : "");
    terminal.note(
        "connected again to %s%s"
            .formatted(
                where,
                request.session().program().isPresent()
                    ? "; this is a new shell, and what ran in the one before may have ended"
                    : ""));
    if (back.refused()) {
      terminal.note(
          "its port took no connection for a while: the server was probably started again");
    } else if (unexplained && back.failures() == 0) {
      terminal.note(
          "it could be reached at once: probably something on the way, such as a firewall,"
              + " forgot the connection");
    }
  }
}
