/** The one JSON mapper, for API bodies, {@code --json} and state files. */
@NullMarked
package io.github.spheronssh.json;

import org.jspecify.annotations.NullMarked;
