/** The one editor of a machine's authorized_keys: over SFTP, in one step, and with no shell. */
@NullMarked
package io.github.spheronssh.authorizedkeys;

import org.jspecify.annotations.NullMarked;
