@NullMarked
package io.github.spheronssh.config;

import org.jspecify.annotations.NullMarked;
