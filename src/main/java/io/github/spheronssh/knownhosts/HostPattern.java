package io.github.spheronssh.knownhosts;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The names field of a known_hosts line: either one hashed name, {@code |1|salt|hash}, or patterns
 * between commas with {@code *}, {@code ?} and a leading {@code !} that excludes.
 */
public final class HostPattern {
  private static final String HASHED = "|1|";

  private HostPattern() {}

  /** Whether the field names the host. */
  public static boolean matches(String hosts, String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (hosts.startsWith("|")) {
      return hashed(hosts).map(hash -> hash.isOf(lower)).orElse(false);
    }
    boolean named = false;
    for (String pattern : hosts.toLowerCase(Locale.ROOT).split(",", -1)) {
      boolean excludes = pattern.startsWith("!");
      if (glob(excludes ? pattern.substring(1) : pattern, lower)) {
        if (excludes) {
          return false;
        }
        named = true;
      }
    }
    return named;
  }

  /** Whether the field is one hashed name. */
  static boolean isHashed(String hosts) {
    return hashed(hosts).isPresent();
  }

  /** A name hashed with fresh salt, as {@code HashKnownHosts} has names written. */
  static String hash(String name) {
    byte[] salt = new byte[Hash.LENGTH];
    new SecureRandom().nextBytes(salt);
    Base64.Encoder base64 = Base64.getEncoder();
    return HASHED
        + base64.encodeToString(salt)
        + "|"
        + base64.encodeToString(Hash.of(salt, name.toLowerCase(Locale.ROOT)));
  }

  /**
   * Whether a text fits a pattern of {@code *} and {@code ?}; more than one star is not
   * backtracked, so that no pattern takes exponential time.
   */
  public static boolean glob(String pattern, String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int mark = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        mark = t;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++mark;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  private static Optional<Hash> hashed(String hosts) {
    String[] parts = hosts.split("\\|", -1);
    if (!hosts.startsWith(HASHED) || parts.length != 4) {
      return Optional.empty();
    }
    try {
      byte[] salt = Base64.getDecoder().decode(parts[2]);
      byte[] hash = Base64.getDecoder().decode(parts[3]);
      return salt.length == Hash.LENGTH && hash.length == Hash.LENGTH
          ? Optional.of(new Hash(salt, hash))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // not base64, so no hash
    }
  }

  /** HMAC-SHA1 of a name; it hides the names in the file and proves nothing. */
  private static final class Hash {
    private static final int LENGTH = 20;
    private final byte[] salt;
    private final byte[] hash;

    private Hash(byte[] salt, byte[] hash) {
      this.salt = salt;
      this.hash = hash;
    }

    private boolean isOf(String name) {
      return MessageDigest.isEqual(hash, of(salt, name));
    }

    private static byte[] of(byte[] salt, String name) {
      try {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(salt, "HmacSHA1"));
        return mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java platform has HmacSHA1", e);
      }
    }
  }
}
