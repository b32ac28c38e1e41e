/** Finds which layer is broken, from the key file to a working shell, and mends what it may. */
@NullMarked
package io.github.spheronssh.doctor;

import org.jspecify.annotations.NullMarked;
