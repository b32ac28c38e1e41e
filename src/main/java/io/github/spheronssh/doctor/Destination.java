package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.login.LoginWish;
import io.github.spheronssh.ssh.ConnectSettings;
import java.util.Optional;

/**
 * The instance or host that is to be examined.
 *
 * @param target its name, id or address
 * @param host its name or address where it is a host, as the user's configuration has it
 * @param placed whether the configuration has the very name and says where it is: then no instance
 *     is meant
 * @param wish what the user asks for beside it
 * @param unread why the user's configuration could not be read for it, where it couldn't
 * @param settings how it is reached, as the configuration has it
 * @param completing whether the start of its name will do: only where a person sees which
 */
public record Destination(
    String target,
    String host,
    boolean placed,
    LoginWish wish,
    Optional<SpheronSshException> unread,
    ConnectSettings settings,
    boolean completing) {}
