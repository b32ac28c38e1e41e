/** Instances: what they are, which one a user means, and what logins to them proved. */
@NullMarked
package io.github.spheronssh.instance;

import org.jspecify.annotations.NullMarked;
