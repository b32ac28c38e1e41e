package io.github.spheronssh.rotation;

import io.github.spheronssh.instance.Instance;
import io.github.spheronssh.key.PublicKeyLine;
import java.util.Optional;

/** What came of one instance. */
public sealed interface Outcome {
  /** The instance. */
  Instance instance();

  /**
   * It opens with the incoming key, which a login proved, and its file lists the outgoing one no
   * more.
   *
   * @param remark what the user should know beside
   */
  record Moved(Instance instance, PublicKeyLine incoming, Optional<String> remark)
      implements Outcome {}

  /** It has nothing to do with the key. */
  record NotConcerned(Instance instance, String why) implements Outcome {}

  /** It keeps the outgoing key, and with it the account's entry and the pair here. */
  record HeldBack(Instance instance, String why) implements Outcome {}
}
