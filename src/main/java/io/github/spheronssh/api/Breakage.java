package io.github.spheronssh.api;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Why no whole answer came.
 *
 * @param passing whether another try may go better
 * @param mayHaveActed whether the service may have got the call all the same
 */
record Breakage(String words, boolean passing, boolean mayHaveActed, Optional<String> hint) {
  static Breakage of(IOException cause) {
    return switch (cause) {
      case ConnectException e -> refused(e);
      case UnknownHostException e ->
          new Breakage(
              "the name can't be resolved (" + e.getMessage() + ")",
              false,
              false,
              Optional.of("check the network, and SPHERON_API_BASE where it is set"));
      case SSLHandshakeException e -> distrusted(e);
      case SSLPeerUnverifiedException e -> distrusted(e);
      case HttpExchange.TooLongException e ->
          new Breakage(String.valueOf(e.getMessage()), false, true, Optional.empty());
      case InterruptedIOException _ ->
          new Breakage("no answer in time", true, true, Optional.empty());
      default ->
          new Breakage(
              "the connection broke (" + message(cause) + ")", true, true, Optional.empty());
    };
  }

  private static Breakage refused(ConnectException e) {
    return new Breakage(
        "the connection was refused (" + message(e) + ")",
        true,
        false,
        Optional.of("check the network, and HTTPS_PROXY and SPHERON_API_BASE where they are set"));
  }

  private static Breakage distrusted(SSLException e) {
    return new Breakage(
        "TLS failed (" + message(e) + ")",
        false,
        false,
        Optional.of("check the clock, and whether a proxy stands in between"));
  }

  private static String message(IOException e) {
    return Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
  }
}
