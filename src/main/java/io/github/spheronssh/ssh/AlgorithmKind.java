package io.github.spheronssh.ssh;

import java.util.List;
import java.util.stream.Stream;

/**
 * The kinds of algorithms of a connection, and by their names on the wire what there is of each.
 * None of them rests on SHA-1, CBC or DSA, and none leaves packets unprotected.
 */
public enum AlgorithmKind {
  /** Post-quantum hybrids, then elliptic curves, then large prime fields. */
  KEY_EXCHANGE(
      "KexAlgorithms",
      """
      mlkem768x25519-sha256
      sntrup761x25519-sha512
      sntrup761x25519-sha512@openssh.com
      curve25519-sha256
      curve25519-sha256@libssh.org
      ecdh-sha2-nistp256
      ecdh-sha2-nistp384
      ecdh-sha2-nistp521
      diffie-hellman-group16-sha512
      diffie-hellman-group18-sha512
      diffie-hellman-group-exchange-sha256
      """,
      """
      diffie-hellman-group14-sha256
      """,
      """
      diffie-hellman-group1-sha1
      diffie-hellman-group14-sha1
      diffie-hellman-group-exchange-sha1
      """),

  /** AES in GCM first where the processor has AES; elsewhere ChaCha20 is faster. */
  CIPHER(
      "Ciphers",
      """
      aes128-gcm@openssh.com
      aes256-gcm@openssh.com
      chacha20-poly1305@openssh.com
      aes128-ctr
      aes192-ctr
      aes256-ctr
      """,
      "",
      """
      3des-cbc
      aes128-cbc
      aes192-cbc
      aes256-cbc
      rijndael-cbc@lysator.liu.se
      """),

  /** Those that authenticate what was encrypted; those that don't have to be asked for. */
  MAC(
      "MACs",
      """
      hmac-sha2-256-etm@openssh.com
      hmac-sha2-512-etm@openssh.com
      """,
      """
      hmac-sha2-256
      hmac-sha2-512
      """,
      """
      hmac-sha1
      hmac-sha1-96
      hmac-md5
      hmac-md5-96
      umac-64@openssh.com
      umac-128@openssh.com
      hmac-sha1-etm@openssh.com
      hmac-sha1-96-etm@openssh.com
      hmac-md5-etm@openssh.com
      hmac-md5-96-etm@openssh.com
      umac-64-etm@openssh.com
      umac-128-etm@openssh.com
      """),

  /** With certificates, which only hosts are asked for whose authority is known. */
  HOST_KEY(
      "HostKeyAlgorithms",
      Names.CERTIFIED + Names.PLAIN,
      "",
      Names.OLD_CERTIFIED + Names.OLD + Names.TOKEN_CERTIFIED + Names.TOKEN + Names.WEB),

  /** What a user's key or certificate signs with. */
  PUBLIC_KEY(
      "PubkeyAcceptedAlgorithms",
      Names.CERTIFIED + Names.TOKEN_CERTIFIED + Names.PLAIN + Names.TOKEN,
      "",
      Names.OLD_CERTIFIED + Names.OLD + Names.WEB),

  /** What a host's certificate may be signed with. */
  CA_SIGNATURE("CASignatureAlgorithms", Names.PLAIN + Names.TOKEN, "", Names.OLD + Names.WEB);

  private final String keyword;
  private final String usual;
  private final String onRequest;
  private final String missing;

  AlgorithmKind(String keyword, String usual, String onRequest, String missing) {
    this.keyword = keyword;
    this.usual = usual;
    this.onRequest = onRequest;
    this.missing = missing;
  }

  /** What ssh_config(5) calls them. */
  public String keyword() {
    return keyword;
  }

  /** What is used where nothing is asked for, most wanted first. */
  public List<String> usual() {
    List<String> names = usual.lines().toList();
    return this == CIPHER ? Processor.own().order(names) : names;
  }

  /** What can be asked for. */
  public List<String> all() {
    return Stream.concat(usual().stream(), onRequest.lines()).toList();
  }

  /** What OpenSSH has and this program has not: it is not safe, or nobody has made it yet. */
  public List<String> missing() {
    return missing.lines().toList();
  }

  /** Names that several kinds share. */
  private static final class Names {
    private static final String PLAIN =
        """
        ssh-ed25519
        ecdsa-sha2-nistp256
        ecdsa-sha2-nistp384
        ecdsa-sha2-nistp521
        rsa-sha2-512
        rsa-sha2-256
        """;
    private static final String CERTIFIED =
        """
        ssh-ed25519-cert-v01@openssh.com
        ecdsa-sha2-nistp256-cert-v01@openssh.com
        ecdsa-sha2-nistp384-cert-v01@openssh.com
        ecdsa-sha2-nistp521-cert-v01@openssh.com
        rsa-sha2-512-cert-v01@openssh.com
        rsa-sha2-256-cert-v01@openssh.com
        """;
    private static final String TOKEN =
        """
        sk-ssh-ed25519@openssh.com
        sk-ecdsa-sha2-nistp256@openssh.com
        """;
    private static final String TOKEN_CERTIFIED =
        """
        sk-ssh-ed25519-cert-v01@openssh.com
        sk-ecdsa-sha2-nistp256-cert-v01@openssh.com
        """;
    private static final String OLD =
        """
        ssh-rsa
        ssh-dss
        """;
    private static final String OLD_CERTIFIED =
        """
        ssh-rsa-cert-v01@openssh.com
        ssh-dss-cert-v01@openssh.com
        """;
    private static final String WEB =
        """
        webauthn-sk-ecdsa-sha2-nistp256@openssh.com
        webauthn-sk-ecdsa-sha2-nistp256-cert-v01@openssh.com
        """;
  }
}
