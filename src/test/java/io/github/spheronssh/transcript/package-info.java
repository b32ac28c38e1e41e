/** Runs the transcripts in {@code src/test/resources/scripts}. */
@NullMarked
package io.github.spheronssh.transcript;

import org.jspecify.annotations.NullMarked;
