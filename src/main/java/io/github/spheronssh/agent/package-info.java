/** The agent that holds private keys for the user. */
@NullMarked
package io.github.spheronssh.agent;

import org.jspecify.annotations.NullMarked;
