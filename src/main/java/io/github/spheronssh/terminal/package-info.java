/** The standard streams and the controlling terminal. */
@NullMarked
package io.github.spheronssh.terminal;

import org.jspecify.annotations.NullMarked;
