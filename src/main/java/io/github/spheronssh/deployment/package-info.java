/** A deployment's request: read, held against what is offered, and sent once. */
@NullMarked
package io.github.spheronssh.deployment;

import org.jspecify.annotations.NullMarked;
