package io.github.spheronssh.api;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The service's API: one method an endpoint. All of them throw
 *
 * <ul>
 *   <li>{@link CredentialsException} if the service refuses the key,
 *   <li>{@link ApiUnreachableException} if it can't be reached, keeps failing or limits the rate,
 *   <li>{@link ApiException} if it refuses the call, or answers something else than documented.
 * </ul>
 *
 * <p>It is safe for use by several threads, and has nothing to close.
 */
public final class SpheronApi {
  private final ApiSettings settings;
  private final RetryRules rules;
  private final Answers answers;

  SpheronApi(ApiSettings settings, Exchange exchange, ApiWatcher watcher, Pace pace) {
    this.settings = settings;
    this.rules = new RetryRules(exchange, watcher, pace, settings.tries());
    this.answers = new Answers(settings.base(), settings.key());
  }

  /** A client that tells the watcher what it does. */
  public static SpheronApi open(ApiSettings settings, ApiWatcher watcher) {
    return new SpheronApi(settings, new HttpExchange(settings, watcher), watcher, Pace.REAL);
  }

  /** Where it calls. */
  public BaseUrl base() {
    return settings.base();
  }

  /**
   * The keys of a team, or of the current one. A key that the list shows without its public half is
   * asked for by its id.
   */
  public List<AccountKey> keys(Optional<String> team) throws SpheronSshException {
    var keys = new ArrayList<AccountKey>();
    for (AccountKey key : list(AccountKey.class, AccountKey::id, team(team), "ssh-keys")) {
      keys.add(key.publicKey() == null ? whole(key) : key);
    }
    return List.copyOf(keys);
  }

  /**
   * One key.
   *
   * @throws NotFoundException if there is none of that id
   */
  public AccountKey key(String id) throws SpheronSshException {
    return one(AccountKey.class, "ssh-keys", id);
  }

  /**
   * Registers a key. It is sent once: after an {@link ApiException} the caller has to look whether
   * it is there.
   */
  public AccountKey addKey(NewKey key) throws SpheronSshException {
    Call call = Call.post(Json.write(key), "api", "ssh-keys");
    return answers.one(call, rules.send(call), AccountKey.class);
  }

  /**
   * Deletes a key.
   *
   * @throws NotFoundException if there is none of that id
   */
  public void deleteKey(String id) throws SpheronSshException {
    Call call = Call.delete("api", "ssh-keys", Answers.checkedId("ssh-keys", id));
    answers.done(call, rules.send(call), id);
  }

  /** The deployments that the filter lets through, of all pages. */
  public List<Deployment> deployments(DeploymentFilter filter) throws SpheronSshException {
    Map<String, String> query = team(filter.team());
    filter.status().ifPresent(status -> query.put("status", status));
    return list(Deployment.class, Deployment::id, query, "deployments");
  }

  /**
   * One deployment.
   *
   * @throws NotFoundException if there is none of that id
   */
  public Deployment deployment(String id) throws SpheronSshException {
    return one(Deployment.class, "deployments", id);
  }

  /**
   * Starts a deployment. The request is sent once: after an {@link ApiException} the caller has to
   * look whether it is there.
   */
  public Deployment addDeployment(Map<String, ?> request) throws SpheronSshException {
    Call call = Call.post(Json.write(request), "api", "deployments");
    return answers.one(call, rules.send(call), Deployment.class);
  }

  /** What can be deployed, of all pages; a model that stands on two of them comes twice. */
  public List<GpuOffers> offers() throws SpheronSshException {
    return list(GpuOffers.class, GpuOffers::toString, Map.of(), "gpu-offers");
  }

  /** The teams of the user with what they have left. */
  public Balance balance() throws SpheronSshException {
    Call call = Call.get(Map.of(), "api", "balance");
    return answers.one(call, rules.send(call), Balance.class);
  }

  /** The teams of the user. */
  public List<Balance.Team> teams() throws SpheronSshException {
    return list(Balance.Team.class, Balance.Team::teamId, Map.of(), "teams");
  }

  private AccountKey whole(AccountKey listed) throws SpheronSshException {
    try {
      return key(listed.id());
    } catch (NotFoundException e) {
      return listed; // deleted since the list was made
    }
  }

  private <T> T one(Class<T> type, String collection, String id) throws SpheronSshException {
    Call call = Call.get(Map.of(), "api", collection, Answers.checkedId(collection, id));
    return answers.one(call, rules.send(call), type, id);
  }

  private <T> List<T> list(
      Class<T> type,
      java.util.function.Function<T, String> id,
      Map<String, String> query,
      String collection)
      throws SpheronSshException {
    var all = new LinkedHashMap<String, T>();
    for (int page = 1; page <= Answers.MAX_PAGES; page++) {
      var asked = new LinkedHashMap<>(query);
      if (page > 1) {
        asked.put("page", String.valueOf(page));
      }
      Call call = Call.get(asked, "api", collection);
      Answers.Page<T> got = answers.page(call, rules.send(call), type);
      int before = all.size();
      got.elements().forEach(each -> all.putIfAbsent(id.apply(each), each));
      // A page that brings nothing new is the last one, whatever totalPages says.
      if (page >= got.totalPages() || all.size() == before) {
        return List.copyOf(all.values());
      }
    }
    throw new ApiException(
        "GET /api/%s: more than %d pages".formatted(collection, Answers.MAX_PAGES), null, null);
  }

  private static Map<String, String> team(Optional<String> team) {
    var query = new LinkedHashMap<String, String>();
    team.ifPresent(id -> query.put("teamId", id));
    return query;
  }
}
