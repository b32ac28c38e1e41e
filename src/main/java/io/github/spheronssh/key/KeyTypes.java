package io.github.spheronssh.key;

import java.util.regex.Pattern;

/** Tells a key's type from other words, and says why some types are of no use. */
final class KeyTypes {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9.@-]{2,63}");
  private static final Pattern TYPE = Pattern.compile("(sk-)?(ssh|ecdsa)-[a-z0-9.@-]{2,60}");

  private KeyTypes() {}

  /** Whether a word looks like the name of a key's type, known or not. */
  static boolean looksLikeOne(String word) {
    return TYPE.matcher(word).matches();
  }

  /** Whether keys of this type are known and can't be used. */
  static boolean isUseless(String type) {
    return type.equals("ssh-dss") || type.startsWith("ssh-ed448") || type.contains("mldsa");
  }

  /** Why a key of this type can't be taken. */
  static KeyFormatException unknown(String type) {
    if (type.contains("-cert-v0")) {
      return new KeyFormatException(
          "expected a public key, met a certificate", "give the key that was certified: its .pub");
    }
    return switch (type) {
      case "ssh-dss" ->
          new KeyFormatException(
              "dsa keys are too weak, and OpenSSH takes them no more", "spheron-ssh keygen");
      case String word when word.startsWith("sk-") ->
          new KeyFormatException(
              "a key of the type %s signs with its security key, through an agent alone"
                  .formatted(word),
              "ssh-add FILE");
      case String word when isUseless(word) ->
          new KeyFormatException(word + " keys are not supported", "spheron-ssh keygen");
      case String word when NAME.matcher(word).matches() ->
          new KeyFormatException("expected a key of a known type, met " + word);
      default -> new KeyFormatException("expected a key's type, met something else");
    };
  }
}
