package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.ssh.HostTrust.Policy;
import java.util.Locale;
import java.util.function.Consumer;

/** The words for what to do about a host key that is not known. None switches checking off. */
final class HostKeyPolicy {
  private HostKeyPolicy() {}

  /** Reads a value of {@code --host-key}. */
  static Policy read(String text) throws SpheronSshException {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "ask" -> Policy.ASK;
      case "accept-new" -> Policy.ACCEPT_NEW;
      case "strict" -> Policy.STRICT;
      default ->
          throw new SpheronSshException(
              "expected ask, accept-new or strict for the host key, met '%s'".formatted(text),
              null);
    };
  }

  /**
   * Reads a value of ssh's {@code StrictHostKeyChecking}.
   *
   * @param notes is told where the value would switch checking off, and doesn't
   */
  static Policy ofSsh(String text, Consumer<String> notes) throws SpheronSshException {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "yes", "true" -> Policy.STRICT;
      case "ask" -> Policy.ASK;
      case "accept-new" -> Policy.ACCEPT_NEW;
      case "no", "false", "off" -> {
        notes.accept(
            "StrictHostKeyChecking="
                + text
                + " is taken for accept-new: a changed host key is still refused");
        yield Policy.ACCEPT_NEW;
      }
      default ->
          throw new SpheronSshException(
              "StrictHostKeyChecking: expected yes, ask or accept-new, met '%s'".formatted(text),
              null);
    };
  }
}
