package io.github.spheronssh.ssh;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.key.Certificate;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.sshd.common.SshConstants;

/** Says of a connection that failed in which layer it did, what was met, and what was tried. */
final class Failures {
  private Failures() {}

  /** The error that a cause amounts to. */
  static SpheronSshException of(Throwable cause, Layer layer, Target target, Trace trace) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof SpheronSshException known) {
        return of(layer, known);
      }
    }
    if (noMoreMethods(cause)) {
      return refused(target, trace, "");
    }
    String ended =
        cause instanceof Goodbye goodbye
            ? "the server closed the connection " + goodbye.spoken()
            : reason(cause);
    return switch (layer) {
      case LOGIN -> refused(target, trace, ended);
      case SESSION ->
          new SshException(
              layer,
              "the connection to " + target.endpoint() + " was lost: " + ended,
              "connect again; what ran there may have ended with it",
              cause);
      default ->
          isLoss(cause)
              ? new LostException(layer, ended + " " + during(layer), hint(layer), cause)
              : new SshException(layer, ended + " " + during(layer), hint(layer), cause);
    };
  }

  /** An error of the layer that it was met in, such as that of a question that nobody answered. */
  static SshException of(Layer layer, SpheronSshException met) {
    return met instanceof SshException known
        ? known
        : new SshException(layer, met.getMessage(), met.hint().orElse(null), met);
  }

  /** The error of a stage that took too long. */
  static SshException late(Layer layer, Target target, Trace trace, Duration limit) {
    return layer == Layer.LOGIN
        ? refused(target, trace, "the server did not answer within " + Limits.show(limit))
        : new LostException(
            layer,
            "the server did not answer within " + Limits.show(limit) + " " + during(layer),
            hint(layer),
            null);
  }

  private static LoginException refused(Target target, Trace trace, String ended) {
    List<Event.KeyTried> tried = lastOfEach(trace.all(Event.KeyTried.class));
    List<String> methods =
        trace.last(Event.MethodsOffered.class).map(Event.MethodsOffered::methods).orElse(List.of());
    List<String> attempts =
        Stream.concat(
                tried.stream().map(Failures::show),
                trace.all(Event.AnswerRefused.class).stream()
                    .map(Event.AnswerRefused::method)
                    .distinct()
                    .map(method -> method + ": the answer was not taken"))
            .toList();
    String keys =
        attempts.isEmpty() ? "no key was there to try" : "tried " + String.join("; ", attempts);
    String message =
        "could not log in as %s at %s%s: %s%s"
            .formatted(
                target.user(),
                target.endpoint(),
                ended.isEmpty() ? "" : " (" + ended + ")",
                keys,
                methods.isEmpty() ? "" : "; the server offers " + String.join(", ", methods));
    return new LoginException(
        message,
        "an instance takes the key it was made with: spheron-ssh instances shows which,"
            + " -i FILE gives another one",
        tried,
        methods);
  }

  private static List<Event.KeyTried> lastOfEach(List<Event.KeyTried> all) {
    List<Event.KeyTried> last = new ArrayList<>();
    for (Event.KeyTried each : all) {
      last.removeIf(before -> before.identity().equals(each.identity()));
      last.add(each);
    }
    return last;
  }

  private static String show(Event.KeyTried tried) {
    Optional<String> certified = tried.identity().certificate().map(Certificate::type);
    String key =
        tried.identity().origin()
            + tried
                .identity()
                .publicKey()
                .map(
                    line -> " (%s %s)".formatted(certified.orElse(line.type()), line.fingerprint()))
                .orElse("");
    String answer =
        switch (tried.answer()) {
          case TAKEN -> "taken, but the server wants more";
          case OFFERED, SIGNED -> "no answer";
          case REFUSED -> "not taken";
          case WELCOME -> "would be taken, but did not sign";
          case SIGNATURE_REFUSED -> "signature not taken";
          case UNUSABLE -> "not usable: " + tried.detail();
        };
    return key + ": " + answer;
  }

  /** Whether the line or the server went away, and not one side found fault with the other. */
  private static boolean isLoss(Throwable cause) {
    return cause instanceof IOException && !(cause instanceof org.apache.sshd.common.SshException);
  }

  private static boolean noMoreMethods(Throwable cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof org.apache.sshd.common.SshException mina
          && mina.getDisconnectCode()
              == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE) {
        return true;
      }
    }
    return false;
  }

  private static String during(Layer layer) {
    return switch (layer) {
      case BANNER -> "before it said its version";
      case ALGORITHMS, HOST_KEY -> "during the key exchange";
      default -> "";
    };
  }

  private static String hint(Layer layer) {
    return switch (layer) {
      case BANNER -> "the machine may still be starting: try again in a minute";
      default -> "spheron-ssh connect -vvv shows how far it came";
    };
  }

  static String reason(Throwable cause) {
    return Optional.ofNullable(cause.getMessage())
        .map(Brief::of)
        .filter(message -> !message.isBlank())
        .orElse(cause.getClass().getSimpleName());
  }
}
