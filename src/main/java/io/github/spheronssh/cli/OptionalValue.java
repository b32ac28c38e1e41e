package io.github.spheronssh.cli;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Lets an option have its value after {@code =} alone, so that {@code --wait NAME} doesn't take the
 * name for it. Without one it is the option's fallback.
 */
final class OptionalValue implements IParameterPreprocessor {
  @Override
  @SuppressWarnings("JdkObsolete") // picocli's own signature
  public boolean preprocess(
      Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> info) {
    if (!"=".equals(info.get("separator"))) {
      arguments.push(((OptionSpec) option).fallbackValue());
    }
    return false;
  }
}
