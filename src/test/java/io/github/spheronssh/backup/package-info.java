@NullMarked
package io.github.spheronssh.backup;

import org.jspecify.annotations.NullMarked;
