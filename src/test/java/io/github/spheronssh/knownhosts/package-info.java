@NullMarked
package io.github.spheronssh.knownhosts;

import org.jspecify.annotations.NullMarked;
