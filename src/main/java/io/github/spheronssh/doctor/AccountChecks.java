package io.github.spheronssh.doctor;

import static java.util.stream.Collectors.joining;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.api.Balance;
import io.github.spheronssh.api.Credentials;
import io.github.spheronssh.api.CredentialsException;
import io.github.spheronssh.api.KeyShapeException;
import io.github.spheronssh.doctor.Result.Failure;
import io.github.spheronssh.doctor.Result.Ok;
import io.github.spheronssh.doctor.Result.Warning;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The service, and what it says of the user. */
final class AccountChecks {
  /** How the service's own keys begin. */
  private static final String PREFIX = "sai_";

  private static final Duration MOST_OFF = Duration.ofMinutes(1);

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
                "credentials-shape",
                "the API key looks like one",
                "spheron-ssh login",
                AccountChecks::shape)
            .needing("credentials"),
        Check.of(
                Layer.ACCOUNT,
                "credentials-mode",
                "nobody else can read the API key's file",
                "chmod 600 ~/.spheron/api_key",
                AccountChecks::credentialsMode)
            .needing("credentials-shape"));
  }

  /** What stands on the way to the service too. */
  static List<Check> ofService() {
    return List.of(
        Check.of(
                Layer.ACCOUNT,
                "api",
                "the service can be reached and answers as documented",
                "curl -v https://app.spheron.ai/api/balance",
                AccountChecks::api)
            .needing("api-tls", "credentials-shape"),
        Check.of(
                Layer.ACCOUNT,
                "api-rate",
                "the service takes calls as often as they are made",
                "sleep 60; spheron-ssh doctor",
                AccountChecks::rate)
            .needing("api"),
        Check.of(
                Layer.ACCOUNT,
                "api-key",
                "the service takes the API key",
                "spheron-ssh login",
                AccountChecks::apiKey)
            .needing("api-rate"),
        Check.of(
                Layer.ACCOUNT,
                "clock",
                "this machine's clock is within a minute of the service's",
                "sudo timedatectl set-ntp true",
                AccountChecks::clock)
            .needing("api"),
        Check.of(
                Layer.ACCOUNT,
                "team",
                "the team that is chosen is one of yours",
                "spheron-ssh whoami",
                AccountChecks::team)
            .needing("api-key"),
        Check.of(
                Layer.ACCOUNT,
                "balance",
                "there is money left",
                "open https://app.spheron.ai",
                AccountChecks::balance)
            .needing("api-key"));
  }

  private static Result credentials(Patient patient) throws SpheronSshException {
    try {
      Credentials found = patient.account().credentials();
      return new Ok(found.key().masked() + " from " + found.source());
    } catch (KeyShapeException e) {
      return new Ok("there is something"); // what it is, the next check tells
    }
  }

  private static Result shape(Patient patient) throws SpheronSshException {
    Credentials found = patient.account().credentials();
    return found.key().masked().startsWith(PREFIX)
        ? new Ok("as the service makes them")
        : new Warning(
            "%s holds something that doesn't begin with %s".formatted(found.source(), PREFIX),
            "spheron-ssh login");
  }

  private static Result credentialsMode(Patient patient) throws SpheronSshException {
    Credentials found = patient.account().credentials();
    return found
        .warning()
        .<Result>map(
            _ ->
                new Warning(
                    found.source() + " can be read by others",
                    "chmod 600 " + found.source(),
                    mode(patient, found)))
        .orElseGet(() -> new Ok("yours alone"));
  }

  private static Optional<Mending> mode(Patient patient, Credentials found) {
    try {
      Path file = patient.machine().environment().resolve(found.source());
      return Optional.of(new Mending.Mode(file, PosixFilePermissions.fromString("rw-------")));
    } catch (SpheronSshException e) {
      return Optional.empty();
    }
  }

  private static Result api(Patient patient) throws SpheronSshException {
    String base = patient.account().api().base().toString();
    try {
      Balance answer = patient.account().balance();
      return new Ok(base + " answers" + (answer.teams() == null ? ", and names no team" : ""));
    } catch (CredentialsException e) {
      return new Ok(base + " answers");
    } catch (SpheronSshException e) {
      if (patient.account().watch().limited()) {
        return new Ok(base + " answers, and turns calls away"); // the next check tells
      }
      return new Failure(e.getMessage(), "curl -v " + base + "/api/balance");
    }
  }

  private static Result rate(Patient patient) {
    try {
      patient.account().balance();
      return new Ok("none was turned away");
    } catch (SpheronSshException e) {
      return patient.account().watch().limited()
          ? new Failure(e.getMessage(), e.hint().orElse("sleep 60; spheron-ssh doctor"))
          : new Ok("none was turned away");
    }
  }

  private static Result clock(Patient patient) {
    Optional<Duration> ahead = patient.account().watch().ahead();
    if (ahead.isEmpty()) {
      return new Ok("the service doesn't say what time it is");
    }
    Duration off = ahead.get().abs();
    String evidence =
        "%d s %s the service's"
            .formatted(off.toSeconds(), ahead.get().isNegative() ? "behind" : "ahead of");
    return off.compareTo(MOST_OFF) <= 0
        ? new Ok(off.toSeconds() == 0 ? "as the service's" : evidence)
        : new Warning(
            "this machine's clock is " + evidence,
            patient.machine().environment().isWindows()
                ? "w32tm /resync"
                : "sudo timedatectl set-ntp true");
  }

  private static Result team(Patient patient) throws SpheronSshException {
    Optional<String> chosen = patient.account().team();
    if (chosen.isEmpty()) {
      return new Ok("none is chosen: the current one counts");
    }
    List<Balance.Team> teams = patient.account().balance().teams();
    if (teams == null) {
      return new Ok("the service doesn't say which there are");
    }
    for (Balance.Team each : teams) {
      if (each.teamId().equals(chosen.get())) {
        return new Ok(title(each));
      }
    }
    String yours = teams.stream().map(AccountChecks::title).collect(joining(", "));
    return new Failure(
        "you are in no team %s: yours are %s".formatted(chosen.get(), yours), "spheron-ssh whoami");
  }

  private static String title(Balance.Team team) {
    String name = team.teamName();
    return name == null ? team.teamId() : "%s (%s)".formatted(team.teamId(), name);
  }

  private static Result apiKey(Patient patient) throws SpheronSshException {
    try {
      patient.account().balance();
      return new Ok("it is taken");
    } catch (CredentialsException e) {
      return new Failure(e.getMessage(), "spheron-ssh login");
    }
  }

  private static boolean isMeant(Balance.Team team, Optional<String> chosen) {
    return chosen.map(team.teamId()::equals).orElse(Boolean.TRUE.equals(team.isCurrentTeam()));
  }

  private static Result balance(Patient patient) throws SpheronSshException {
    Balance answer = patient.account().balance();
    List<Balance.Team> teams = Optional.ofNullable(answer.teams()).orElse(List.of());
    Optional<Balance.Team> current =
        teams.stream().filter(team -> isMeant(team, patient.account().team())).findFirst();
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
}
