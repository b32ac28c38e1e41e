/** Waiting until an instance can be logged in to. */
@NullMarked
package io.github.spheronssh.readiness;

import org.jspecify.annotations.NullMarked;
