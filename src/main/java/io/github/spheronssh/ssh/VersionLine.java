package io.github.spheronssh.ssh;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The first thing a server says: lines of any text, then the line with its version (RFC 4253, 4.2).
 * Whatever speaks something else is told from it here, before anything is made of its bytes.
 */
final class VersionLine {
  /** More than any server says before its version. */
  private static final int MAXIMUM = 16 * 1024;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private String version = "";

  /** Takes more of what the server said; true once its version is known. */
  boolean add(byte[] bytes, int count) throws SshException {
    return add(bytes, 0, count);
  }

  boolean add(byte[] bytes, int offset, int count) throws SshException {
    if (!version.isEmpty()) {
      return true;
    }
    said.write(bytes, offset, Math.min(count, MAXIMUM + 1 - said.size()));
    String text = said.toString(StandardCharsets.UTF_8);
    for (int start = 0, end; (end = text.indexOf('\n', start)) >= 0; start = end + 1) {
      String line = text.substring(start, end).stripTrailing();
      if (line.startsWith("SSH-2.0-") || line.startsWith("SSH-1.99-")) {
        version = line;
        return true;
      }
      if (line.startsWith("SSH-")) {
        throw new SshException(
            Layer.BANNER,
            "the server speaks another version of the protocol: " + Brief.of(line),
            "it has to be replaced by one that speaks SSH 2");
      }
      if (line.startsWith("HTTP/")) {
        throw foreign();
      }
    }
    if (said.size() > MAXIMUM) {
      throw foreign();
    }
    return false;
  }

  String version() {
    return version;
  }

  SshException silence(Duration limit) {
    return said.size() == 0
        ? new SshException(
            Layer.BANNER,
            "the server took the connection and said nothing within " + Limits.show(limit),
            "it may still be starting: try again in a minute")
        : new SshException(
            Layer.BANNER,
            "the server did not say its version within %s; it said: %s"
                .formatted(Limits.show(limit), Brief.of(said.toString(StandardCharsets.UTF_8))),
            "check the port: this may not be an SSH server");
  }

  /** The connection ended before the version was known. */
  SshException ended(IOException e) {
    if (said.size() > 0) {
      return foreign();
    }
    return new SshException(
        Layer.BANNER,
        e instanceof EOFException
            ? "the server closed the connection before it said anything"
            : "the connection broke before the server said anything: " + e.getMessage(),
        "it may still be starting, or refuses this address: try again in a minute",
        e);
  }

  private SshException foreign() {
    return new SshException(
        Layer.BANNER,
        "the server does not speak SSH; it said: "
            + Brief.of(said.toString(StandardCharsets.UTF_8)),
        "check the port: an instance's stands in spheron-ssh instances");
  }
}
