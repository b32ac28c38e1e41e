/**
 * The known_hosts files: whose host keys are known, revoked or vouched for, and how one is kept.
 */
@NullMarked
package io.github.spheronssh.knownhosts;

import org.jspecify.annotations.NullMarked;
