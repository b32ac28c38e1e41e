package io.github.spheronssh.ssh;

import java.util.List;
import java.util.Map;

/** Algorithms as a test wishes for them: the usual ones but for one thing. */
final class Wishes {
  private Wishes() {}

  /** Of one kind just these, in this order. */
  static AlgorithmWish only(AlgorithmKind kind, String... names) {
    return wish(Map.of(kind, List.of(names)), false, RekeyLimit.USUAL, List.of());
  }

  /** Of several kinds just these. */
  static AlgorithmWish only(Map<AlgorithmKind, List<String>> names) {
    return wish(names, false, RekeyLimit.USUAL, List.of());
  }

  /** With compression. */
  static AlgorithmWish compressed() {
    return wish(Map.of(), true, RekeyLimit.USUAL, List.of());
  }

  /** With other keys after so much, by an exchange that is cheap enough to be made often. */
  static AlgorithmWish rekeying(RekeyLimit limit) {
    return wish(
        Map.of(AlgorithmKind.KEY_EXCHANGE, List.of("curve25519-sha256")), false, limit, List.of());
  }

  /** With names that the user asked for in vain. */
  static AlgorithmWish missing(String... names) {
    return wish(Map.of(), false, RekeyLimit.USUAL, List.of(names));
  }

  private static AlgorithmWish wish(
      Map<AlgorithmKind, List<String>> names,
      boolean compression,
      RekeyLimit rekey,
      List<String> missing) {
    return new AlgorithmWish(
        of(AlgorithmKind.KEY_EXCHANGE, names),
        of(AlgorithmKind.CIPHER, names),
        of(AlgorithmKind.MAC, names),
        of(AlgorithmKind.HOST_KEY, names),
        names.containsKey(AlgorithmKind.HOST_KEY),
        of(AlgorithmKind.PUBLIC_KEY, names),
        of(AlgorithmKind.CA_SIGNATURE, names),
        AlgorithmWish.LEAST_RSA_BITS,
        compression,
        rekey,
        missing);
  }

  private static List<String> of(AlgorithmKind kind, Map<AlgorithmKind, List<String>> names) {
    return names.getOrDefault(kind, kind.usual());
  }
}
