/** Every key there is, wherever it is: in files, the agent and the account, and who uses it. */
@NullMarked
package io.github.spheronssh.ring;

import org.jspecify.annotations.NullMarked;
