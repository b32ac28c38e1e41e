package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.api.Balance;
import io.github.spheronssh.api.Credentials;
import io.github.spheronssh.api.SpheronApi;
import io.github.spheronssh.json.Json;
import io.github.spheronssh.terminal.Visible;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows whose account it is. */
@Command(
    name = "whoami",
    description = "Show the API key in use, masked, and the teams with their balance.")
final class WhoamiCommand implements Callable<Integer> {
  private final Context context;

  @Mixin ApiOptions api = new ApiOptions();

  @Mixin JsonOption json = new JsonOption();

  @Mixin OutputOptions output = new OutputOptions();

  WhoamiCommand(Context context) {
    this.context = context;
  }

  /** The document of {@code --json}. */
  private record Account(
      String apiBase,
      String apiKey,
      String apiKeyFrom,
      @Nullable String currency,
      List<Team> teams) {}

  private record Team(
      String id,
      @Nullable String name,
      @Nullable String role,
      @Nullable BigDecimal balance,
      boolean current) {
    static Team of(Balance.Team team) {
      return new Team(
          team.teamId(),
          team.teamName(),
          team.role(),
          team.balance(),
          Boolean.TRUE.equals(team.isCurrentTeam()));
    }
  }

  @Override
  public Integer call() throws SpheronSshException {
    Credentials credentials = api.credentials(context);
    SpheronApi client = api.open(context, credentials.key());
    Balance balance;
    try (var _ = context.terminal().progress("asking Spheron for the account")) {
      balance = client.balance();
    }
    var account =
        new Account(
            client.base().toString(),
            credentials.key().masked(),
            credentials.source(),
            balance.currency(),
            Optional.ofNullable(balance.teams()).orElse(List.of()).stream().map(Team::of).toList());
    print(account);
    return ExitCode.OK;
  }

  private void print(Account account) {
    var out = context.terminal().out();
    if (json.json) {
      out.print(Json.write(account));
      return;
    }
    out.println("API      " + account.apiBase());
    out.println("API key  %s (from %s)".formatted(account.apiKey(), account.apiKeyFrom()));
    for (Team team : account.teams()) {
      out.println("team     " + Visible.line(describe(team, account.currency())));
    }
  }

  private static String describe(Team team, @Nullable String currency) {
    String balance = team.balance() == null ? "" : ", balance " + team.balance();
    return (team.name() == null ? team.id() : team.name() + " (" + team.id() + ")")
        + (team.role() == null ? "" : ", " + team.role())
        + (balance.isEmpty() || currency == null ? balance : balance + " " + currency)
        + (team.current() ? ", current" : "");
  }
}
