package io.github.spheronssh.ssh;

/** A variable of the remote program's environment; the server may pass it over (RFC 4254, 6.4). */
public record RemoteVariable(String name, String value) {}
