/** The Spheron API: one method an endpoint, and the records that go over the wire. */
@NullMarked
package io.github.spheronssh.api;

import org.jspecify.annotations.NullMarked;
