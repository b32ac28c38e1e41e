@NullMarked
package io.github.spheronssh.environment;

import org.jspecify.annotations.NullMarked;
