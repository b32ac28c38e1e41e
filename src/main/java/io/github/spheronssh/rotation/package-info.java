/**
 * A key's replacement by a new one on every instance and in the account, which can be stopped at
 * any point, taken up again, and undone, with one of the two keys good everywhere all the time.
 */
@NullMarked
package io.github.spheronssh.rotation;

import org.jspecify.annotations.NullMarked;
