package io.github.spheronssh.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Explains a command, or a topic. */
@Command(
    name = "help",
    description = {"Explain a command, or a topic: exit-codes, environment."})
final class HelpCommand implements Callable<Integer> {
  private final Context context;

  @Spec @Nullable CommandSpec spec;

  @Mixin OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "A command, or a topic.")
  List<String> words = List.of();

  HelpCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (words.size() == 1) {
      for (Topic topic : Topic.values()) {
        if (topic.title().equals(words.getFirst())) {
          context.terminal().out().print(topic.text());
          return ExitCode.OK;
        }
      }
    }
    CommandLine own = java.util.Objects.requireNonNull(spec).commandLine();
    CommandLine explained = own.getParent();
    for (String word : words) {
      CommandLine next = explained.getSubcommands().get(word);
      if (next == null) {
        throw new ParameterException(own, "no command or topic is called '" + word + "'");
      }
      explained = next;
    }
    explained.usage(explained.getOut());
    return ExitCode.OK;
  }
}
