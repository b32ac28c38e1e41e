package io.github.spheronssh.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonAlias;
import org.jspecify.annotations.Nullable;

/**
 * A public key as the service lists it.
 *
 * @param id the service's own id, which some answers call {@code _id}
 * @param publicKey the authorized-keys line; absent in some lists, with or without its comment
 * @param fingerprint what the service takes for the fingerprint; never to be compared with
 * @param createdAt an ISO 8601 instant, where the service tells it
 */
public record AccountKey(
    @JsonAlias("_id") String id,
    @Nullable String name,
    @Nullable String publicKey,
    @Nullable String fingerprint,
    @Nullable String createdAt) {

  /** A key without an id is none. */
  public AccountKey {
    requireNonNull(id, "id");
  }
}
