@NullMarked
package io.github.spheronssh.soak;

import org.jspecify.annotations.NullMarked;
