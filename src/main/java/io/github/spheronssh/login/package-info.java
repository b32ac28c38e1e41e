/** Who logs in where, with which keys, trusting which host key: what all that connect share. */
@NullMarked
package io.github.spheronssh.login;

import org.jspecify.annotations.NullMarked;
