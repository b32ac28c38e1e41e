package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.account.AccountKeys;
import io.github.spheronssh.account.RegisteredKey;
import io.github.spheronssh.api.Balance;
import io.github.spheronssh.api.Credentials;
import io.github.spheronssh.api.CredentialsException;
import io.github.spheronssh.doctor.Result.Failure;
import io.github.spheronssh.doctor.Result.Ok;
import io.github.spheronssh.doctor.Result.Warning;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** The service, and what it says of the user. */
final class AccountChecks {
  private AccountChecks() {}

  static List<Check> all() {
    return List.of(
        Check.of(
            Layer.ACCOUNT,
            "credentials",
            "there is an API key",
            "spheron-ssh login",
            AccountChecks::credentials),
        Check.of(
                Layer.ACCOUNT,
                "credentials-mode",
                "nobody else can read the API key's file",
                "chmod 600 ~/.spheron/api_key",
                AccountChecks::credentialsMode)
            .needing("credentials"),
        Check.of(
                Layer.ACCOUNT,
                "api",
                "the service can be reached and answers as documented",
                "curl -v https://app.spheron.ai/api/balance",
                AccountChecks::api)
            .needing("credentials"),
        Check.of(
                Layer.ACCOUNT,
                "api-key",
                "the service takes the API key",
                "spheron-ssh login",
                AccountChecks::apiKey)
            .needing("api"),
        Check.of(
                Layer.ACCOUNT,
                "balance",
                "there is money left",
                "open https://app.spheron.ai",
                AccountChecks::balance)
            .needing("api-key"),
        Check.of(
                Layer.ACCOUNT,
                "key-registered",
                "a key that you hold is registered with the service, by its blob",
                "spheron-ssh upload",
                AccountChecks::keyRegistered)
            .needing("api-key", "key"),
        Check.of(
                Layer.ACCOUNT,
                "key-registered-once",
                "no key is registered twice",
                "spheron-ssh keys delete ID",
                AccountChecks::keyRegisteredOnce)
            .needing("api-key"));
  }

  private static Result credentials(Patient patient) throws SpheronSshException {
    Credentials found = patient.account().credentials();
    return new Ok(found.key().masked() + " from " + found.source());
  }

  private static Result credentialsMode(Patient patient) throws SpheronSshException {
    Credentials found = patient.account().credentials();
    return found
        .warning()
        .<Result>map(
            _ ->
                new Warning(
                    found.source() + " can be read by others", "chmod 600 " + found.source()))
        .orElseGet(() -> new Ok("yours alone"));
  }

  private static Result api(Patient patient) throws SpheronSshException {
    String base = patient.account().api().base().toString();
    try {
      Balance answer = patient.account().balance();
      return new Ok(base + " answers" + (answer.teams() == null ? ", and names no team" : ""));
    } catch (CredentialsException e) {
      return new Ok(base + " answers");
    } catch (SpheronSshException e) {
      return new Failure(e.getMessage(), "curl -v " + base + "/api/balance");
    }
  }

  private static Result apiKey(Patient patient) throws SpheronSshException {
    try {
      patient.account().balance();
      return new Ok("it is taken");
    } catch (CredentialsException e) {
      return new Failure(e.getMessage(), "spheron-ssh login");
    }
  }

  private static Result balance(Patient patient) throws SpheronSshException {
    Balance answer = patient.account().balance();
    List<Balance.Team> teams = Optional.ofNullable(answer.teams()).orElse(List.of());
    Optional<Balance.Team> current =
        teams.stream().filter(team -> Boolean.TRUE.equals(team.isCurrentTeam())).findFirst();
    BigDecimal left = current.map(Balance.Team::balance).orElse(null);
    if (left == null) {
      return new Ok("the service doesn't say");
    }
    String evidence =
        left.toPlainString() + Optional.ofNullable(answer.currency()).map(c -> " " + c).orElse("");
    return left.signum() > 0
        ? new Ok(evidence)
        : new Warning(evidence, "open " + patient.account().api().base());
  }

  private static Result keyRegistered(Patient patient) throws SpheronSshException {
    AccountKeys account = patient.account().keys();
    List<Machine.Held> held = patient.machine().held();
    for (Machine.Held each : held) {
      Optional<RegisteredKey> registered = account.find(each.key());
      if (registered.isPresent()) {
        return new Ok("%s is registered as %s".formatted(each.origin(), title(registered.get())));
      }
    }
    String mine = held.isEmpty() ? "your key" : held.getFirst().toString();
    return new Failure(
        "%s is none of the account's %d keys".formatted(mine, account.keys().size()),
        "spheron-ssh upload");
  }

  private static Result keyRegisteredOnce(Patient patient) throws SpheronSshException {
    AccountKeys account = patient.account().keys();
    for (RegisteredKey key : account.keys()) {
      Optional<RegisteredKey> first = key.line().flatMap(account::find);
      if (first.isPresent() && !first.get().id().equals(key.id())) {
        return new Warning(
            "%s and %s are one key".formatted(title(first.get()), title(key)),
            "spheron-ssh keys delete " + key.id());
      }
    }
    int keys = account.keys().size();
    return new Ok(keys == 1 ? "1 key" : keys + " keys");
  }

  private static String title(RegisteredKey key) {
    return key.name().isEmpty() ? key.id() : key.name();
  }
}
