@NullMarked
package io.github.spheronssh.age;

import org.jspecify.annotations.NullMarked;
