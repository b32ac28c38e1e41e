/** Keys and the files they live in: parsed, made, written, found. */
@NullMarked
package io.github.spheronssh.key;

import org.jspecify.annotations.NullMarked;
