package io.github.spheronssh.cli;

import picocli.CommandLine.Option;

/** For commands that list or report. */
final class JsonOption {
  @Option(names = "--json", description = "Print one JSON document instead of text.")
  boolean json;
}
