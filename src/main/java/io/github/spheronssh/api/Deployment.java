package io.github.spheronssh.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A GPU instance as the service describes it. Every field but the id may be absent.
 *
 * @param sshKeyId the key it was made with, which a rotation on the machine makes wrong
 * @param sshCommand text from outside, to be read and never run
 * @param status {@code deploying}, {@code running}, {@code stopped}, {@code terminated}, {@code
 *     terminated-provider}, {@code failed}, or a word that came later
 * @param hourlyRate dollars an hour for the whole instance
 * @param createdAt an ISO 8601 instant, as the other times are
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Deployment(
    @JsonAlias("_id") String id,
    @Nullable String name,
    @Nullable String teamId,
    @Nullable String providerId,
    @JsonAlias("gpuModelId") @Nullable String gpuType,
    @Nullable Integer gpuCount,
    @Nullable String region,
    @Nullable String instanceType,
    @Nullable String sshKeyId,
    @Nullable String tempSshKeyId,
    @Nullable String sshKeyName,
    @Nullable String sshKeyFingerprint,
    @Nullable String ipAddress,
    @Nullable String user,
    @Nullable Integer sshPort,
    @Nullable String sshCommand,
    @Nullable List<PortForward> portForwards,
    @Nullable String status,
    @Nullable String startedAt,
    @Nullable String stoppedAt,
    @Nullable BigDecimal hourlyRate,
    @Nullable String createdAt) {

  /** A deployment without an id is none. */
  public Deployment {
    requireNonNull(id, "id");
  }
}
