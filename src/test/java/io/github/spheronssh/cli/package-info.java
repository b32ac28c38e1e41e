@NullMarked
package io.github.spheronssh.cli;

import org.jspecify.annotations.NullMarked;
