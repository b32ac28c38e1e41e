package io.github.spheronssh.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * The letters of ssh(1) that this program doesn't have: known, so that they are refused by name and
 * never taken for a part of the command.
 */
final class UnsupportedLetters {
  static final String LETTERS = "w";

  private UnsupportedLetters() {}

  static void add(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    LETTERS
        .chars()
        .forEach(
            letter ->
                spec.addOption(
                    OptionSpec.builder("-" + (char) letter)
                        .hidden(true)
                        .arity("0")
                        .type(boolean.class)
                        .setter(refusal(command, (char) letter))
                        .build()));
  }

  private static ISetter refusal(CommandLine command, char letter) {
    return new ISetter() {
      @Override
      public <T> T set(T value) {
        if (Boolean.TRUE.equals(value)) {
          throw new ParameterException(
              command, "ssh's -%c is not supported by spheron-ssh connect".formatted(letter));
        }
        return value;
      }
    };
  }
}
