/** The account's keys: registering one, and finding the one that a user means. */
@NullMarked
package io.github.spheronssh.account;

import org.jspecify.annotations.NullMarked;
