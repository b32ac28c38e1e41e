package io.github.spheronssh.instance;

/**
 * The algorithms that a server named first when it was met last (RFC 4253, 7.1).
 *
 * @param keyExchange a key exchange method
 * @param hostKey a host key algorithm
 */
public record FirstChoices(String keyExchange, String hostKey) {}
