@NullMarked
package io.github.spheronssh.share;

import org.jspecify.annotations.NullMarked;
