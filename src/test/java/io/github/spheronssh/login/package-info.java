@NullMarked
package io.github.spheronssh.login;

import org.jspecify.annotations.NullMarked;
