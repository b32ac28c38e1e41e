package io.github.spheronssh.ssh;

import java.util.Optional;

/**
 * What a command said, up to a limit.
 *
 * @param out its standard output and standard error as UTF-8 text, as it came
 * @param status absent where nobody waited for its end
 */
public record Captured(String out, Optional<ExitStatus> status) {}
