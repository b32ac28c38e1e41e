package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.doctor.Destination;
import io.github.spheronssh.doctor.HostOnTheWay;
import io.github.spheronssh.login.TargetText;
import io.github.spheronssh.ssh.HostTrust.Policy;
import io.github.spheronssh.ssh.SshSession;
import java.time.Duration;
import java.util.Optional;

/** The doctor's target, as connect would understand and reach it. */
record DoctorDestination(Context context, ApiOptions api, TeamOption team) {
  private static final Duration PATIENCE = Duration.ofSeconds(6);
  private static final String PROXY = "connect.proxy";

  /** Nothing is refused before it is looked at. */
  Destination of(TargetText text, SshOptions options) throws SpheronSshException {
    options.proxy =
        Optional.ofNullable(options.proxy)
            .or(() -> Settings.read(context.environment()).value(PROXY))
            .orElse(null);
    try {
      return of(text, options, Optional.empty());
    } catch (SpheronSshException e) {
      options.configFile = "none"; // a check says why, and the others look as far as they can
      return of(text, options, Optional.of(e));
    }
  }

  private Destination of(TargetText text, SshOptions options, Optional<SpheronSshException> unread)
      throws SpheronSshException {
    ConnectRequest request =
        ConnectRequest.of(text, options, context.environment(), context.terminal()::note);
    var carriers = new Carriers(context, options, this::onTheWay);
    return new Destination(
        text.name(),
        request.host(),
        request.isPlaced(),
        request.wish().withPolicy(Policy.ASK),
        unread,
        carriers.settings(request),
        context.terminal().isInteractive());
  }

  private SshSession onTheWay(ConnectRequest request) throws SpheronSshException {
    var access =
        InstanceAccess.open(
            context, api, team, false, settings -> Arrival.impatiently(settings, PATIENCE));
    return HostOnTheWay.logIn(new Arrival(context, access, request).plan(), request.settings());
  }
}
