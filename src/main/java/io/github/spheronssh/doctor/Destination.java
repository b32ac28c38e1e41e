package io.github.spheronssh.doctor;

import io.github.spheronssh.login.LoginWish;

/**
 * The instance or host that is to be examined.
 *
 * @param target its name, id or address
 * @param wish what the user asks for beside it
 * @param completing whether the start of its name will do: only where a person sees which
 */
public record Destination(String target, LoginWish wish, boolean completing) {}
