@NullMarked
package io.github.spheronssh.agent;

import org.jspecify.annotations.NullMarked;
