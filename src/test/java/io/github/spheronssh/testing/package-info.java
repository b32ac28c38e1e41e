/** What the tests of several rooms share. */
@NullMarked
package io.github.spheronssh.testing;

import org.jspecify.annotations.NullMarked;
