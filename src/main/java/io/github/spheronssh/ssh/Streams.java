package io.github.spheronssh.ssh;

import java.io.InputStream;
import java.io.OutputStream;

/** The streams that a remote command is joined to; none of them is closed. */
public record Streams(InputStream in, OutputStream out, OutputStream err) {}
