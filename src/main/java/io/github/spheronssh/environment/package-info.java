/** What the process was started with: variables, home and working folder. */
@NullMarked
package io.github.spheronssh.environment;

import org.jspecify.annotations.NullMarked;
