package io.github.spheronssh.ssh;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Base64;
import java.util.Optional;

/**
 * The request to a proxy that speaks HTTP: after a 2xx and an empty line, the bytes are the
 * server's (RFC 9110, 9.3.6).
 */
record HttpConnect(String userAgent, Optional<String> credentials) {
  /** More than any proxy says before the connection is through, in bytes. */
  private static final int MAXIMUM = 16 * 1024;

  void ask(Socket proxy, Target.Endpoint place) throws IOException {
    proxy.getOutputStream().write(request(place).getBytes(ISO_8859_1));
    String status = head(proxy.getInputStream()).lines().findFirst().orElse("");
    if (!status.startsWith("HTTP/1.")) {
      throw new IOException("it does not speak HTTP");
    }
    if (!status.matches("HTTP/1\\.[01] 2\\d\\d.*")) {
      throw new IOException("it answered " + status);
    }
  }

  private String request(Target.Endpoint place) {
    var request = new StringBuilder();
    request.append("CONNECT ").append(place).append(" HTTP/1.1\r\n");
    request.append("Host: ").append(place).append("\r\n");
    request.append("User-Agent: ").append(userAgent).append("\r\n");
    credentials.ifPresent(
        known ->
            request
                .append("Proxy-Authorization: Basic ")
                .append(Base64.getEncoder().encodeToString(known.getBytes(UTF_8)))
                .append("\r\n"));
    return request.append("\r\n").toString();
  }

  /** Up to the empty line and not a byte further. */
  private static String head(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    while (head.size() < MAXIMUM) {
      byte next = ProxyCarrier.exactly(in, 1)[0];
      head.write(next);
      String text = next == '\n' ? head.toString(ISO_8859_1) : "";
      if (text.endsWith("\r\n\r\n") || text.endsWith("\n\n")) {
        return text;
      }
    }
    throw new IOException("it says too much");
  }
}
