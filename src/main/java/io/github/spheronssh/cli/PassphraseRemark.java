package io.github.spheronssh.cli;

import java.nio.CharBuffer;
import java.util.Optional;

/**
 * A word on a passphrase that is soon guessed. It is a remark and no rule: who knows where the file
 * will lie knows better than a count of letters.
 */
final class PassphraseRemark {
  private static final int SHORT = 12;
  private static final int FEW = 6;
  private static final String BETTER = "five random words are better";

  private PassphraseRemark() {}

  /** The remark, which tells nothing of the passphrase itself; absent where there is none. */
  static Optional<String> on(char[] passphrase) {
    if (Character.codePointCount(passphrase, 0, passphrase.length) < SHORT) {
      return Optional.of("the passphrase is short: whoever gets the file may guess it; " + BETTER);
    }
    long different = CharBuffer.wrap(passphrase).chars().distinct().count();
    return different < FEW
        ? Optional.of("the passphrase repeats few characters; " + BETTER)
        : Optional.empty();
  }
}
