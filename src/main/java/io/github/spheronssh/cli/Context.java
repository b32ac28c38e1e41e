package io.github.spheronssh.cli;

import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.terminal.Terminal;

/** What a command is given by whoever runs it: its streams and its environment. */
record Context(Terminal terminal, Environment environment) {}
