package io.github.spheronssh.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer of {@code GET /api/balance}: the teams of the user, one of them the current one. */
public record Balance(@Nullable List<Team> teams, @Nullable String currency) {

  /** A team, what it has left, and what the user may do in it. */
  public record Team(
      @JsonAlias({"id", "_id"}) String teamId,
      @JsonAlias("name") @Nullable String teamName,
      @Nullable BigDecimal balance,
      @Nullable Boolean isCurrentTeam,
      @Nullable String role) {

    /** A team without an id is none. */
    public Team {
      requireNonNull(teamId, "teamId");
    }
  }
}
