package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.config.Keyword;
import io.github.spheronssh.config.SshConfig;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.share.ControlSocket;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How a connection is shared with other processes (ControlMaster, ControlPath, ControlPersist).
 *
 * @param socket where its master is met; absent where nothing is shared
 * @param uses whether a master that is there is used
 * @param offers whether this process becomes a master where there is none
 * @param asks whether a person is asked before each use
 * @param persists whether the master goes on in the background
 * @param idle after how long without a client such a master ends; absent where never
 */
record SharingWish(
    Optional<ControlSocket> socket,
    boolean uses,
    boolean offers,
    boolean asks,
    boolean persists,
    Optional<Duration> idle) {

  static SharingWish of(SshConfig config, Environment environment) throws SpheronSshException {
    Optional<String> path =
        config.text(Keyword.CONTROL_PATH).filter(text -> !text.equalsIgnoreCase("none"));
    String master = config.text(Keyword.CONTROL_MASTER).orElse("no").toLowerCase(Locale.ROOT);
    String persist = config.text(Keyword.CONTROL_PERSIST).orElse("no").toLowerCase(Locale.ROOT);
    boolean timed = Character.isDigit(persist.charAt(0));
    Optional<Duration> idle =
        timed ? config.duration(Keyword.CONTROL_PERSIST) : Optional.<Duration>empty();
    return new SharingWish(
        path.isPresent()
            ? Optional.of(ControlSocket.of(environment.resolve(path.get()), environment))
            : Optional.empty(),
        !master.matches("yes|true|ask"),
        !master.matches("no|false"),
        master.endsWith("ask"),
        timed || persist.matches("yes|true"),
        idle.filter(time -> !time.isZero()));
  }
}
