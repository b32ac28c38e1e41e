/**
 * Forwarded connections: places of this side or of the server where connections are waited for, and
 * tunnels that lead them to the other side.
 */
@NullMarked
package io.github.spheronssh.forward;

import org.jspecify.annotations.NullMarked;
