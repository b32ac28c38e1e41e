/** The one place for files that must not be lost, half-written or read by others. */
@NullMarked
package io.github.spheronssh.file;

import org.jspecify.annotations.NullMarked;
