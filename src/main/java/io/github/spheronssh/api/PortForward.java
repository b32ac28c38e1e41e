package io.github.spheronssh.api;

import org.jspecify.annotations.Nullable;

/** A port of the instance and the port of its public address that leads there. */
public record PortForward(@Nullable Integer external, @Nullable Integer internal) {}
