package io.github.spheronssh.instance;

import io.github.spheronssh.api.Deployment;
import io.github.spheronssh.api.PortForward;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A GPU instance, read out of what the service says of it; any field of that may be missing, null
 * or hostile.
 *
 * @param name what the user called it; its id where it has no name
 * @param statusWord the service's own word for the status
 * @param address an IP literal, or a host name where only {@code sshCommand} has one
 * @param port the SSH port: the forward of port 22, else {@code sshPort}, else that of {@code
 *     sshCommand}, else 22
 * @param user whom to log in as, where the service says so and it can be a user's name
 * @param keyId the account key it was made with, which a rotation on the machine makes wrong
 * @param keyFingerprint what the service takes for that key's, to be shown and never compared
 * @param gpu count and model, such as {@code 8x H100}
 * @param gpuCount how many GPUs are paid for
 * @param otherPorts where the address is said to lead to something else than SSH
 * @param hourlyRate dollars an hour for the whole instance
 * @param stoppedAt when it was stopped or ended
 */
public record Instance(
    String id,
    String name,
    Status status,
    String statusWord,
    Optional<String> address,
    int port,
    Optional<String> user,
    Optional<String> keyId,
    Optional<String> keyName,
    Optional<String> keyFingerprint,
    Optional<String> gpu,
    Optional<Integer> gpuCount,
    List<Integer> otherPorts,
    Optional<String> region,
    Optional<BigDecimal> hourlyRate,
    Optional<Instant> createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> stoppedAt,
    Optional<String> teamId) {

  /** The port that SSH is served on where nobody says otherwise. */
  public static final int DEFAULT_PORT = 22;

  private static final int MOST_PORTS = 8;

  /** Copies the list. */
  public Instance {
    otherPorts = List.copyOf(otherPorts);
  }

  /** Reads what the service says. */
  public static Instance of(Deployment deployment) {
    var command = SshCommand.parse(deployment.sshCommand());
    return new Instance(
        deployment.id(),
        text(deployment.name()).orElse(deployment.id()),
        Status.of(deployment.status()),
        text(deployment.status()).orElse("unknown"),
        text(deployment.ipAddress()).flatMap(IpLiteral::parse).or(command::host),
        forwardedPort(deployment.portForwards())
            .or(() -> SshCommand.valid(deployment.sshPort()))
            .or(command::port)
            .orElse(DEFAULT_PORT),
        text(deployment.user()).flatMap(LoginUser::trusted).or(command::user),
        text(deployment.sshKeyId()),
        text(deployment.sshKeyName()),
        text(deployment.sshKeyFingerprint()),
        gpu(deployment),
        Optional.ofNullable(deployment.gpuCount()).filter(count -> count > 0),
        otherPorts(deployment.portForwards()),
        text(deployment.region()),
        Optional.ofNullable(deployment.hourlyRate()),
        instant(deployment.createdAt()),
        instant(deployment.startedAt()),
        instant(deployment.stoppedAt()),
        text(deployment.teamId()));
  }

  /** The status as it reads after "the instance is"; an unknown word stands for itself. */
  public String statusWords() {
    return status == Status.UNKNOWN ? "'" + statusWord + "'" : status.words();
  }

  /** The name, and the id where that says more: what messages call the instance. */
  public String title() {
    return name.equals(id) ? id : name + " (" + id + ")";
  }

  private static Optional<Integer> forwardedPort(@Nullable List<PortForward> forwards) {
    if (forwards == null) {
      return Optional.empty();
    }
    return forwards.stream()
        .filter(Objects::nonNull)
        .filter(forward -> Objects.equals(forward.internal(), DEFAULT_PORT))
        .flatMap(forward -> SshCommand.valid(forward.external()).stream())
        .findFirst();
  }

  private static List<Integer> otherPorts(@Nullable List<PortForward> forwards) {
    if (forwards == null) {
      return List.of();
    }
    return forwards.stream()
        .filter(Objects::nonNull)
        .filter(forward -> !Objects.equals(forward.internal(), DEFAULT_PORT))
        .flatMap(forward -> SshCommand.valid(forward.external()).stream())
        .distinct()
        .limit(MOST_PORTS)
        .toList();
  }

  private static Optional<String> gpu(Deployment deployment) {
    Integer count = deployment.gpuCount();
    return text(deployment.gpuType())
        .map(type -> count == null || count < 1 ? type : count + "x " + type);
  }

  private static Optional<Instant> instant(@Nullable String text) {
    try {
      return text(text).map(t -> OffsetDateTime.parse(t).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty(); // shown as unknown
    }
  }

  private static Optional<String> text(@Nullable String text) {
    return Optional.ofNullable(text).map(String::strip).filter(t -> !t.isEmpty());
  }
}
