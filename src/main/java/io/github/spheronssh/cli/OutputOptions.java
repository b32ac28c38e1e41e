package io.github.spheronssh.cli;

import picocli.CommandLine.Option;

/** How much a command says. */
final class OutputOptions {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  boolean help;

  @Option(names = "--version", versionHelp = true, description = "Show the version and exit.")
  boolean version;

  @Option(names = "--debug", description = "Show the stack trace of an error.")
  boolean debug;
}
