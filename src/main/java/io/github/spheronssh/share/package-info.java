/** One connection for many: a process that is logged in lets others run their sessions over it. */
@NullMarked
package io.github.spheronssh.share;

import org.jspecify.annotations.NullMarked;
