/** The commands: options in, one call into the core, text out. */
@NullMarked
package io.github.spheronssh.cli;

import org.jspecify.annotations.NullMarked;
