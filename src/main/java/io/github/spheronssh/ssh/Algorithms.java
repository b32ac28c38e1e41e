package io.github.spheronssh.ssh;

/**
 * What both sides agreed on (RFC 4253, 7.1).
 *
 * @param sent what protects the packets to the server
 * @param received what protects the packets from the server
 * @param strict whether the key exchange is safe from inserted messages (OpenSSH's PROTOCOL, 1.10)
 */
public record Algorithms(
    String keyExchange, String hostKey, Protection sent, Protection received, boolean strict) {

  /**
   * What protects the packets of one direction.
   *
   * @param mac the cipher's own name where it authenticates the packets itself
   * @param compression {@code none} where there is none
   */
  public record Protection(String cipher, String mac, String compression) {
    @Override
    public String toString() {
      return (cipher.equals(mac) ? cipher : cipher + " with " + mac)
          + (compression.equals("none") ? "" : ", " + compression);
    }
  }
}
