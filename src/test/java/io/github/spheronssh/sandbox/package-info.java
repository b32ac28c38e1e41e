@NullMarked
package io.github.spheronssh.sandbox;

import org.jspecify.annotations.NullMarked;
