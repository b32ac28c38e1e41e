package io.github.spheronssh.sandbox;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that is to be started for a channel.
 *
 * @param terminalFile where the process tells the name of its terminal, if it has one
 */
record Launch(ProcessBuilder builder, Optional<Path> terminalFile) {

  static Launch without(ProcessBuilder builder) {
    return new Launch(builder, Optional.empty());
  }
}
