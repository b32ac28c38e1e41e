@NullMarked
package io.github.spheronssh.forward;

import org.jspecify.annotations.NullMarked;
