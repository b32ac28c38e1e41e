package io.github.spheronssh.ssh;

import java.util.List;

/**
 * The algorithms that a connection may use, by their names on the wire and most wanted first.
 *
 * @param hostKeysInOrder whether the order of the host key algorithms is the user's own; else those
 *     that the host is known by go first
 * @param publicKeys what the user's keys and certificates may sign with
 * @param caSignatures what a host's certificate may be signed with
 * @param leastRsaBits how long an RSA key has to be, a host's or the user's (RequiredRSASize)
 * @param compression whether packets are compressed, once the user is logged in
 * @param rekey when new keys are exchanged
 * @param missing what was asked for and can't be had
 */
public record AlgorithmWish(
    List<String> keyExchanges,
    List<String> ciphers,
    List<String> macs,
    List<String> hostKeys,
    boolean hostKeysInOrder,
    List<String> publicKeys,
    List<String> caSignatures,
    int leastRsaBits,
    boolean compression,
    RekeyLimit rekey,
    List<String> missing) {
  /** As long as OpenSSH has an RSA key at the least. */
  public static final int LEAST_RSA_BITS = 1024;

  public AlgorithmWish {
    keyExchanges = List.copyOf(keyExchanges);
    ciphers = List.copyOf(ciphers);
    macs = List.copyOf(macs);
    hostKeys = List.copyOf(hostKeys);
    publicKeys = List.copyOf(publicKeys);
    caSignatures = List.copyOf(caSignatures);
    missing = List.copyOf(missing);
  }

  /** What suits where nothing is asked for. */
  public static AlgorithmWish usual() {
    return new AlgorithmWish(
        AlgorithmKind.KEY_EXCHANGE.usual(),
        AlgorithmKind.CIPHER.usual(),
        AlgorithmKind.MAC.usual(),
        AlgorithmKind.HOST_KEY.usual(),
        false,
        AlgorithmKind.PUBLIC_KEY.usual(),
        AlgorithmKind.CA_SIGNATURE.usual(),
        LEAST_RSA_BITS,
        false,
        RekeyLimit.USUAL,
        List.of());
  }
}
