/** The instances as Host entries of ssh_config(5), so that every program that uses ssh has them. */
@NullMarked
package io.github.spheronssh.hostentries;

import org.jspecify.annotations.NullMarked;
