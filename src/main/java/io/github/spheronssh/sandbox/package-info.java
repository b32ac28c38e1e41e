/**
 * A local Spheron: its API over HTTP on loopback, and instances that are real SSH servers.
 *
 * <p>Nothing in here reaches the real service or the user's own files: each instance has a home and
 * an {@code authorized_keys} of its own in a temporary folder.
 */
@NullMarked
package io.github.spheronssh.sandbox;

import org.jspecify.annotations.NullMarked;
