package io.github.spheronssh.cli;

import io.github.spheronssh.terminal.Manner;
import picocli.CommandLine.Option;

/** How much a command says, and how; every command has these. */
final class OutputOptions {
  /** When to use colour. */
  enum Color {
    AUTO,
    ALWAYS,
    NEVER
  }

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  boolean help;

  @Option(names = "--version", versionHelp = true, description = "Show the version and exit.")
  boolean version;

  @Option(
      names = {"-q", "--quiet"},
      description = "Say less: errors and data only; with connect, as with ssh, no errors either.")
  boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "Say more; up to three times.")
  boolean[] verbose = {};

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      description = "Use colour: auto, always or never.")
  Color color = Color.AUTO;

  @Option(names = "--no-input", description = "Never ask: fail and name the option that answers.")
  boolean noInput;

  @Option(names = "--debug", description = "Show the stack trace of an error.")
  boolean debug;

  /** The manner that these options ask for, on top of another. */
  Manner over(Manner before) {
    Manner asked = before;
    if (quiet || verbose.length > 0) {
      asked = asked.withVerbosity(quiet ? -1 : Math.min(verbose.length, 3));
    }
    if (color != Color.AUTO) {
      asked = asked.withColor(color == Color.ALWAYS);
    }
    return noInput ? asked.withoutQuestions() : asked;
  }
}
