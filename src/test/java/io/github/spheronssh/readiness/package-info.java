@NullMarked
package io.github.spheronssh.readiness;

import org.jspecify.annotations.NullMarked;
