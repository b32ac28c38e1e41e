package io.github.spheronssh.ssh;

/**
 * What a server will name first, as it did when it was met last: where both sides name the same
 * first, the key exchange may begin before the server was heard (RFC 4253, 7).
 *
 * @param keyExchange its first key exchange method
 * @param hostKey its first host key algorithm
 */
public record Guess(String keyExchange, String hostKey) {}
