package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.cli.Background.Mastery;
import io.github.spheronssh.forward.ForwardSpec;
import io.github.spheronssh.forward.Forwards;
import io.github.spheronssh.share.Consent;
import io.github.spheronssh.share.ControlClient;
import io.github.spheronssh.share.ControlClient.Presence;
import io.github.spheronssh.share.ControlMaster;
import io.github.spheronssh.share.ControlSocket;
import io.github.spheronssh.share.MasterRefusedException;
import io.github.spheronssh.share.ShareException;
import io.github.spheronssh.ssh.Place;
import io.github.spheronssh.ssh.SshSession;
import io.github.spheronssh.ssh.Streams;
import io.github.spheronssh.terminal.Permission;
import io.github.spheronssh.terminal.Terminal;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** One connection for many: whether a run uses another process's, and lets others use its own. */
final class Sharing {
  private final Context context;
  private final Terminal terminal;
  private final ConnectRequest request;
  private final SharingWish wish;

  Sharing(Context context, ConnectRequest request) throws SpheronSshException {
    this.context = context;
    this.terminal = context.terminal();
    this.request = request;
    this.wish = SharingWish.of(request.config(), context.environment());
  }

  /** Tells the master something, as {@code -O} asks. */
  int tell(ControlCommand command) throws SpheronSshException {
    ControlSocket socket =
        wish.socket()
            .orElseThrow(
                () ->
                    new ShareException(
                        "No ControlPath specified for \"-O\" command",
                        "-S PATH, or ControlPath in ~/.ssh/config, says where the master is"));
    ControlClient master = client(socket);
    switch (command) {
      case CHECK -> terminal.say("Master running (pid=%d)".formatted(master.check()));
      case STOP -> {
        master.stop();
        terminal.say("Stop listening request sent.");
      }
      case EXIT -> {
        master.exit();
        terminal.say("Exit request sent.");
      }
      case FORWARD -> forward(master);
      case CANCEL -> cancel(master);
    }
    return ExitCode.OK;
  }

  private void forward(ControlClient master) throws SpheronSshException {
    for (ForwardSpec spec : request.session().forwards().specs()) {
      Place place = master.add(spec);
      if (!place.equals(spec.listen()) && place instanceof Place.Host chosen) {
        terminal.out().println(chosen.port());
      }
    }
  }

  private void cancel(ControlClient master) throws SpheronSshException {
    for (ForwardSpec spec : request.session().forwards().specs()) {
      if (!master.cancel(spec.kind(), spec.listen())) {
        throw new ShareException("the master has no such forward: " + spec, null);
      }
    }
  }

  /**
   * Runs over a master's connection, where there is one or a master is to go on in the background.
   *
   * @param line the words of this run, for a second process that becomes the master
   * @return the status to end with; absent where this process has to connect by itself
   */
  OptionalInt run(List<String> line) throws SpheronSshException {
    if (wish.socket().isEmpty() || isMaster()) {
      return OptionalInt.empty();
    }
    ControlSocket socket = wish.socket().get();
    ControlClient master = client(socket);
    Presence presence = master.presence(terminal::note);
    if (presence == Presence.MASTER && wish.uses()) {
      terminal.detail(1, () -> "over the connection of the master at " + socket);
      return over(master, true);
    }
    if (presence != Presence.NOBODY || !wish.offers() || !wish.persists()) {
      return OptionalInt.empty();
    }
    Background.Outcome outcome = Background.startMaster(context, line, socket);
    boolean runs =
        request.session().program().isPresent()
            || request.session().forwards().joined().isPresent();
    if (outcome.mastery() == Mastery.FAILED || (outcome.mastery() == Mastery.SERVES && !runs)) {
      return OptionalInt.of(outcome.status());
    }
    return over(master, outcome.mastery() == Mastery.TAKEN);
  }

  private ControlClient client(ControlSocket socket) {
    return ControlClient.of(socket, request.wish().trust().fingerprint());
  }

  /** Whether this process is there for no other purpose than to be the master. */
  boolean isMaster() {
    return wish.socket().filter(at -> Background.isMaster(context.environment(), at)).isPresent();
  }

  private OptionalInt over(ControlClient master, boolean forwards) throws SpheronSshException {
    SessionWish session = request.session();
    if (forwards && !forwardsOver(master)) {
      return OptionalInt.empty();
    }
    if (session.background()) {
      Background.begin(context.environment());
    }
    try {
      if (session.forwards().joined().isPresent()) {
        InputStream in = session.background() ? InputStream.nullInputStream() : terminal.in();
        OutputStream none = OutputStream.nullOutputStream();
        master.join(session.forwards().joined().get(), new Streams(in, terminal.rawOut(), none));
        return OptionalInt.of(ExitCode.OK);
      }
      if (session.program().isEmpty()) {
        return OptionalInt.of(ExitCode.OK); // -N: the master has the forwards
      }
      var run =
          new RemoteRun(
              context,
              new Line.Shared(master, request.host()),
              session,
              new Stay(List.of(), false));
      return OptionalInt.of(run.run(session.program().get()));
    } catch (MasterRefusedException e) {
      if (session.background()) {
        throw e;
      }
      terminal.note("the master refused: %s; connecting without it".formatted(e.getMessage()));
      return OptionalInt.empty();
    }
  }

  private boolean forwardsOver(ControlClient master) throws SpheronSshException {
    for (ForwardSpec spec : request.session().forwards().specs()) {
      try {
        master.add(spec);
      } catch (ShareException | MasterRefusedException e) {
        terminal.note(
            "the master refused a forward: %s; connecting without it".formatted(e.getMessage()));
        return false;
      }
    }
    return true;
  }

  /** Lets others use a connection, where that is wanted; whoever gets it closes it. */
  Mastership offer(SshSession session, Forwards forwards, SshLog log) throws SpheronSshException {
    if (wish.socket().isEmpty() || !wish.offers() || (wish.persists() && !isMaster())) {
      return new Mastership(Optional.empty(), forwards);
    }
    ControlSocket socket = wish.socket().get();
    Consent consent =
        wish.asks()
            ? question -> Permission.ask(context.environment(), question)
            : Consent.always();
    Optional<ControlMaster> master =
        ControlMaster.open(socket, session, forwards, consent, log, context.environment());
    if (master.isEmpty() && !isMaster()) {
      terminal.say("ControlSocket %s already exists, disabling multiplexing".formatted(socket));
    }
    return new Mastership(master, forwards);
  }

  /** Goes on as a master in the background; what it says afterwards is heard with -v only. */
  int serve(Mastership master) throws SpheronSshException {
    if (!master.isThere()) {
      Background.leaveTo(context.environment());
      return ExitCode.OK;
    }
    terminal.endOutput();
    Background.begin(context.environment());
    if (terminal.manner().verbosity() < 1) {
      terminal.logTo(OutputStream.nullOutputStream());
    }
    master.serve(wish.idle());
    return ExitCode.OK;
  }
}
