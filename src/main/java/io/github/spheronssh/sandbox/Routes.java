package io.github.spheronssh.sandbox;

import static io.github.spheronssh.sandbox.Quirk.WRAPPED_DATA;

import io.github.spheronssh.api.Balance;
import io.github.spheronssh.key.KeyFormatException;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.sandbox.SandboxState.StoredKey;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What each call of the API does. */
final class Routes {
  private static final int MAX_PAGE = 10_000;
  private static final int MAX_LIMIT = 100;
  private static final int WRAPPED_LIMIT = 10;
  private static final int MAX_NAME = 255;

  private final Account account;
  private final Set<Quirk> quirks;
  private final Shapes shapes;
  private final Orders orders;

  Routes(Account account, SandboxSettings settings) {
    this.account = account;
    this.quirks = settings.quirks();
    this.shapes = new Shapes(quirks);
    this.orders = new Orders(account, settings);
  }

  Answer answer(Call call) throws ApiFault, IOException {
    return switch (call.route()) {
      case "ssh-keys" ->
          switch (call.method()) {
            case "GET" -> keys(call);
            case "POST" -> addKey(call);
            default -> throw notAllowed("GET, POST");
          };
      case "ssh-keys/*" ->
          switch (call.method()) {
            case "GET" -> Answer.json(200, shapes.key(key(call)));
            case "DELETE" -> deleteKey(call);
            default -> throw notAllowed("GET, DELETE");
          };
      case "deployments" ->
          switch (call.method()) {
            case "GET" -> deployments(call);
            case "POST" -> Answer.json(201, shapes.deployment(orders.create(call)));
            default -> throw notAllowed("GET, POST");
          };
      case "deployments/*" ->
          switch (call.method()) {
            case "GET" -> Answer.json(200, shapes.deployment(instance(call)));
            case "PATCH" -> rename(call);
            case "DELETE" -> terminate(call);
            default -> throw notAllowed("GET, PATCH, DELETE");
          };
      case "deployments/*/can-terminate" -> get(call, canTerminate(instance(call)));
      case "balance" -> get(call, new Balance(account.teams(), "USD"));
      case "teams" -> get(call, teams());
      case "gpu-offers" -> get(call, Offers.page(call));
      default -> throw new ApiFault(404, "no such endpoint: /api/" + String.join("/", call.path()));
    };
  }

  private Answer keys(Call call) throws ApiFault {
    List<?> all = account.keys(team(call)).stream().map(shapes::listedKey).toList();
    return Answer.json(200, wrapped(Quirk.WRAPPED_SSH_KEYS, "sshKeys", all));
  }

  private Answer addKey(Call call) throws ApiFault, IOException {
    String name = name(call);
    PublicKeyLine line = publicKey(call.required("publicKey"));
    String team = team(call.optional("teamId"));
    Optional<StoredKey> same =
        account.keys(team).stream().filter(key -> isSame(key, line)).findFirst();
    if (same.isPresent() && !quirks.contains(Quirk.DUPLICATE_KEYS)) {
      throw new ApiFault(409, "this SSH key is there already, as " + same.get().name());
    }
    return Answer.json(201, shapes.key(account.addKey(team, name, line)));
  }

  private Answer deleteKey(Call call) throws ApiFault {
    if (!account.deleteKey(call.id())) {
      throw new ApiFault(404, "SSH key not found");
    }
    return quirks.contains(Quirk.EMPTY_DELETE)
        ? Answer.empty(200)
        : Answer.json(200, Map.of("success", true));
  }

  private Answer deployments(Call call) throws ApiFault {
    String team = team(call);
    String status = call.parameter("status").orElse("");
    List<?> all =
        account.instances().stream()
            .filter(each -> each.state().teamId().equals(team))
            .filter(each -> matches(each, status))
            .map(shapes::deployment)
            .toList();
    Optional<Integer> limit = call.number("limit", MAX_LIMIT);
    if (limit.isEmpty() && quirks.contains(WRAPPED_DATA)) {
      limit = Optional.of(WRAPPED_LIMIT);
    }
    int page = call.number("page", MAX_PAGE).orElse(1);
    Page shown = limit.isPresent() ? Page.of(all, page, limit.get()) : Page.whole(all);
    return Answer.json(
        200,
        quirks.contains(WRAPPED_DATA)
            ? Map.of("data", shown.items(), "totalPages", shown.totalPages())
            : wrapped(Quirk.WRAPPED_DEPLOYMENTS, "deployments", shown.items()));
  }

  private Answer rename(Call call) throws ApiFault {
    SandboxInstance instance = instance(call);
    account.rename(instance, name(call));
    return Answer.json(200, shapes.deployment(instance));
  }

  private Answer terminate(Call call) throws ApiFault, IOException {
    SandboxInstance instance = instance(call);
    account.terminate(instance);
    return Answer.json(200, shapes.deployment(instance));
  }

  private static Map<String, Object> canTerminate(SandboxInstance instance) {
    return switch (instance.status()) {
      case "terminated", "terminated-provider" ->
          Map.of("canTerminate", false, "reason", "it has ended already");
      default -> Map.of("canTerminate", true);
    };
  }

  private Object teams() {
    return wrapped(Quirk.WRAPPED_TEAMS, "teams", account.teams());
  }

  /** A list bare, as documented, or under the name that a quirk gives it. */
  private Object wrapped(Quirk quirk, String name, List<?> items) {
    if (quirks.contains(quirk)) {
      return Map.of(name, items);
    }
    return quirks.contains(WRAPPED_DATA) ? Map.of("data", items) : items;
  }

  private StoredKey key(Call call) throws ApiFault {
    return account.key(call.id()).orElseThrow(() -> new ApiFault(404, "SSH key not found"));
  }

  private SandboxInstance instance(Call call) throws ApiFault {
    return account.instance(call.id()).orElseThrow(() -> new ApiFault(404, "deployment not found"));
  }

  private String team(Call call) throws ApiFault {
    return team(call.parameter("teamId"));
  }

  private String team(Optional<String> asked) throws ApiFault {
    String team = asked.orElse(account.currentTeam());
    if (account.teams().stream().noneMatch(each -> each.teamId().equals(team))) {
      throw new ApiFault(404, "team not found");
    }
    return team;
  }

  static String name(Call call) throws ApiFault {
    String name = call.required("name").strip();
    if (name.length() > MAX_NAME) {
      throw new ApiFault(400, "name is longer than %d characters".formatted(MAX_NAME));
    }
    return name;
  }

  static PublicKeyLine publicKey(String text) throws ApiFault {
    try {
      return PublicKeyLine.parse(text);
    } catch (KeyFormatException e) {
      throw new ApiFault(400, "invalid SSH public key: " + e.getMessage());
    }
  }

  private static boolean isSame(StoredKey key, PublicKeyLine line) {
    try {
      return PublicKeyLine.parse(key.publicKey()).sameKeyAs(line);
    } catch (KeyFormatException e) {
      throw new IllegalStateException("a stored key is damaged", e);
    }
  }

  private static boolean matches(SandboxInstance instance, String status) {
    return switch (status) {
      case "" -> true;
      case "active" -> Set.of("deploying", "running", "stopped").contains(instance.status());
      default -> instance.status().equals(status);
    };
  }

  private static Answer get(Call call, Object value) throws ApiFault {
    if (!call.method().equals("GET")) {
      throw notAllowed("GET");
    }
    return Answer.json(200, value);
  }

  private static ApiFault notAllowed(String allowed) {
    return new ApiFault(405, "method not allowed", Map.of("Allow", allowed), Map.of());
  }
}
