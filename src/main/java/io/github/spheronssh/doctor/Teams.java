package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.api.ApiException;
import io.github.spheronssh.api.Balance;
import io.github.spheronssh.api.CredentialsException;
import io.github.spheronssh.doctor.Result.Failure;
import io.github.spheronssh.doctor.Result.Ok;
import io.github.spheronssh.doctor.Result.Skipped;
import io.github.spheronssh.instance.Deployments;
import io.github.spheronssh.instance.Instance;
import io.github.spheronssh.instance.Resolution.OfInstance;
import io.github.spheronssh.instance.Resolution.PlainHost;
import io.github.spheronssh.instance.TargetException;
import io.github.spheronssh.instance.UnaskedException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The user's teams, of which only one is asked about at a time: each has its own instances. */
final class Teams {
  private static final int MOST = 8;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  private Teams() {}

  /** Whether another team has what this one doesn't. */
  static Result compare(Patient patient) throws SpheronSshException {
    try {
      return switch (patient.remote().resolution()) {
        case PlainHost _ -> new Ok("a host is in none");
        case OfInstance instance ->
            new Ok(
                instance
                    .live()
                    .flatMap(Instance::teamId)
                    .map(id -> "in the team " + title(patient.account(), id))
                    .orElse("in the team that was asked"));
      };
    } catch (TargetException e) {
      return elsewhere(patient);
    } catch (CredentialsException | ApiException | UnaskedException e) {
      return new Skipped(patient.account().trouble().orElse("api"), e.getMessage());
    }
  }

  private static Result elsewhere(Patient patient) throws SpheronSshException {
    String name = patient.remote().name();
    for (Balance.Team team : others(patient.account())) {
      Optional<Instance> found =
          Deployments.of(patient.account().api(), Optional.of(team.teamId())).active().stream()
              .filter(each -> each.name().equals(name) || each.id().equals(name))
              .findFirst();
      if (found.isPresent()) {
        return new Failure(
            "%s is in the team %s, and another one is asked about"
                .formatted(found.get().title(), title(team)),
            "spheron-ssh doctor --team %s %s".formatted(word(team.teamId()), name));
      }
    }
    return new Ok("none of your teams has it");
  }

  private static List<Balance.Team> others(Account account) throws SpheronSshException {
    Optional<String> asked = account.team();
    return teams(account).stream()
        .filter(
            team ->
                asked.isPresent()
                    ? !team.teamId().equals(asked.get())
                    : !Boolean.TRUE.equals(team.isCurrentTeam()))
        .limit(MOST)
        .toList();
  }

  private static List<Balance.Team> teams(Account account) throws SpheronSshException {
    return Optional.ofNullable(account.balance().teams()).orElse(List.of());
  }

  private static String title(Account account, String id) {
    try {
      return teams(account).stream()
          .filter(team -> team.teamId().equals(id))
          .findFirst()
          .map(Teams::title)
          .orElse(id);
    } catch (SpheronSshException e) {
      return id; // the account's own check says so
    }
  }

  /** An id that can stand in a command as it is; others are left for the user to look up. */
  private static String word(String id) {
    return ID.matcher(id).matches() ? id : "TEAM";
  }

  private static String title(Balance.Team team) {
    return team.teamName() == null ? team.teamId() : team.teamName();
  }
}
