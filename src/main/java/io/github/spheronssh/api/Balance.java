package io.github.spheronssh.api;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer of {@code GET /api/balance}: the teams of the user, one of them the current one. */
public record Balance(@Nullable List<Team> teams, @Nullable String currency) {

  /** A team, what it has left, and what the user may do in it. */
  public record Team(
      String teamId,
      @Nullable String teamName,
      @Nullable BigDecimal balance,
      @Nullable Boolean isCurrentTeam,
      @Nullable String role) {}
}
