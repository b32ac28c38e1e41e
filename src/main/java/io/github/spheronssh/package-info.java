/** The one exception that all rooms share. */
@NullMarked
package io.github.spheronssh;

import org.jspecify.annotations.NullMarked;
