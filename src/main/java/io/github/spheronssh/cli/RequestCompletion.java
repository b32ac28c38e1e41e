package io.github.spheronssh.cli;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.account.AccountKeys;
import io.github.spheronssh.account.OfferedKey;
import io.github.spheronssh.api.Balance;
import io.github.spheronssh.api.SpheronApi;
import io.github.spheronssh.deployment.DeployRequest;
import io.github.spheronssh.deployment.DeploymentException;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.file.SharedFile;
import io.github.spheronssh.json.JsonException;
import io.github.spheronssh.key.KeyFileException;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.key.PublicKeyLine;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment's request lacks, from the options, else from the service and this machine.
 *
 * @param key the key that the user means; null for the default one where the request names none
 * @param name what the instance is to be called; null where the request says it
 */
record RequestCompletion(
    Context context, @Nullable String key, @Nullable String name, TeamOption team) {
  /** The request as the user wrote it, in a file or on standard input. */
  DeployRequest read(String file) throws SpheronSshException {
    String where = file.equals("-") ? "standard input" : file;
    try {
      return DeployRequest.parse(file.equals("-") ? standardInput() : content(file));
    } catch (JsonException e) {
      throw new DeploymentException(where + ": " + e.getMessage(), null);
    }
  }

  private byte[] content(String file) throws SpheronSshException {
    return SharedFile.at(context.environment().resolve(file))
        .read(DeployRequest.LIMIT)
        .orElseThrow(() -> new DeploymentException("there is no file " + file, null));
  }

  private byte[] standardInput() throws DeploymentException {
    try {
      byte[] content = context.terminal().in().readNBytes(DeployRequest.LIMIT + 1);
      if (content.length > DeployRequest.LIMIT) {
        throw new DeploymentException(
            "standard input: more than %d bytes".formatted(DeployRequest.LIMIT), null);
      }
      return content;
    } catch (IOException e) {
      throw new DeploymentException("cannot read standard input: " + e.getMessage(), null);
    }
  }

  /** The request with its name and its team. */
  DeployRequest complete(DeployRequest request, SpheronApi service) throws SpheronSshException {
    String owner = owner(service, request);
    return request.with("name", title(request)).with("teamId", owner);
  }

  private String title(DeployRequest request) throws DeploymentException {
    return Optional.ofNullable(name)
        .filter(text -> !text.isBlank())
        .or(() -> request.text("name"))
        .orElseThrow(
            () -> new DeploymentException("the request has no name", "give one: --name NAME"));
  }

  /** The service wants the team though its documentation says that it may be left out. */
  private String owner(SpheronApi service, DeployRequest request) throws SpheronSshException {
    Optional<String> said =
        team.team(context.environment())
            .filter(text -> !text.isBlank())
            .or(() -> request.text("teamId"));
    if (said.isPresent()) {
      return said.get();
    }
    List<Balance.Team> teams = Optional.ofNullable(service.balance().teams()).orElse(List.of());
    return teams.stream()
        .filter(each -> Boolean.TRUE.equals(each.isCurrentTeam()))
        .map(Balance.Team::teamId)
        .findFirst()
        .orElseThrow(
            () ->
                new DeploymentException(
                    "the service names no current team", "give the team: --team ID"));
  }

  /**
   * The key that the complete request is to carry; absent where it names one, and none is meant.
   */
  Optional<OfferedKey> key(DeployRequest request, SpheronApi service) throws SpheronSshException {
    if (key != null) {
      return Optional.of(chosen(key, AccountKeys.list(service, request.text("teamId"))));
    }
    return request.hasKey()
        ? Optional.empty()
        : Optional.of(OfferedKey.standard(context.environment()));
  }

  private OfferedKey chosen(String word, AccountKeys account) throws SpheronSshException {
    Environment environment = context.environment();
    PrivateKeyFile chosen = new KeyChoice(environment).file(word, account);
    PublicKeyLine line =
        chosen
            .publicKey()
            .orElseThrow(
                () ->
                    new KeyFileException(
                        environment.display(chosen.path()) + " hides its public half",
                        "spheron-ssh keygen -y -f FILE > FILE.pub"));
    return OfferedKey.of(line.toString(), context.terminal().in(), environment);
  }
}
