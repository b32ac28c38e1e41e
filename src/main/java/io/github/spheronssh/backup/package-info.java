/** The keys and what the program knows of its instances, in one file, and back from it. */
@NullMarked
package io.github.spheronssh.backup;

import org.jspecify.annotations.NullMarked;
