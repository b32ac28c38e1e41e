/** Files that a passphrase opens, in the age format, so that {@code age} opens them too. */
@NullMarked
package io.github.spheronssh.age;

import org.jspecify.annotations.NullMarked;
