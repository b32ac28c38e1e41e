/** Finds which layer is broken, from the key file to a working shell, and changes nothing. */
@NullMarked
package io.github.spheronssh.doctor;

import org.jspecify.annotations.NullMarked;
