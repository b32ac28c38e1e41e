@NullMarked
package io.github.spheronssh.ssh;

import org.jspecify.annotations.NullMarked;
