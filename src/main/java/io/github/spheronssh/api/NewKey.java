package io.github.spheronssh.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /api/ssh-keys}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NewKey(String name, String publicKey, @Nullable String teamId) {}
