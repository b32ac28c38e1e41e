@NullMarked
package io.github.spheronssh.terminal;

import org.jspecify.annotations.NullMarked;
