/** What ssh_config(5) can say of a connection: keywords, their values, and which of them counts. */
@NullMarked
package io.github.spheronssh.config;

import org.jspecify.annotations.NullMarked;
