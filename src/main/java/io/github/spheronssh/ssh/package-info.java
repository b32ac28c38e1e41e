/** The SSH client: whom to trust, how to log in, and what runs over the session. */
@NullMarked
package io.github.spheronssh.ssh;

import org.jspecify.annotations.NullMarked;
