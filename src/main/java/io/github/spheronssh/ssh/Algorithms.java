package io.github.spheronssh.ssh;

/**
 * What both sides agreed on (RFC 4253, 7.1).
 *
 * @param mac what protects the packets; the cipher's own name where it does that itself
 * @param strict whether the key exchange is safe from inserted messages (OpenSSH's PROTOCOL, 1.10)
 */
public record Algorithms(
    String keyExchange, String hostKey, String cipher, String mac, boolean strict) {}
