package io.github.spheronssh.cli;

import static java.util.Objects.requireNonNull;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.account.AccountKeys;
import io.github.spheronssh.account.KeyRegistration;
import io.github.spheronssh.account.OfferedKey;
import io.github.spheronssh.account.RegisteredKey;
import io.github.spheronssh.api.Balance;
import io.github.spheronssh.api.Deployment;
import io.github.spheronssh.api.GpuOffers.Offer;
import io.github.spheronssh.api.SpheronApi;
import io.github.spheronssh.deployment.DeployRequest;
import io.github.spheronssh.deployment.DeploymentException;
import io.github.spheronssh.deployment.OfferCheck;
import io.github.spheronssh.deployment.Placement;
import io.github.spheronssh.environment.Environment;
import io.github.spheronssh.file.SharedFile;
import io.github.spheronssh.json.Json;
import io.github.spheronssh.json.JsonException;
import io.github.spheronssh.key.KeyFileException;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.terminal.Terminal;
import io.github.spheronssh.terminal.Visible;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Starts an instance that carries a key from the beginning. */
@Command(
    name = "deploy",
    description = {
      "Start an instance that your key opens, from the JSON that POST /api/deployments takes.",
      "Key, team and name are filled in; the rest has to be one offer's. The request is sent once."
    })
final class DeployCommand implements Callable<Integer> {
  private static final Duration USUAL_WAIT = Duration.ofMinutes(10);

  private final Context context;

  @Parameters(paramLabel = "REQUEST", description = "A file of JSON, or - for standard input.")
  String file = "";

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "A file, a file's name in ~/.ssh, or a key of the account; else the default.")
  @Nullable String key;

  @Option(names = "--name", paramLabel = "NAME", description = "What the instance is called.")
  @Nullable String name;

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      arity = "1",
      converter = DurationWords.class,
      fallbackValue = "10m",
      preprocessor = OptionalValue.class,
      description = "Wait until one can log in: --wait=90s, 10m unless told otherwise.")
  @Nullable Duration wait;

  @Option(
      names = "--host-key",
      paramLabel = "HOW",
      description = "What to do about its host key: ask, accept-new or strict.")
  String hostKey = "ask";

  @Option(names = "--connect", description = "Open a shell there as soon as one can log in.")
  boolean connect;

  @Option(names = "--yes", description = "Deploy without asking.")
  boolean yes;

  @Option(names = "--dry-run", description = "Print the request as it would be sent; send nothing.")
  boolean dryRun;

  @Mixin TeamOption team = new TeamOption();

  @Mixin ApiOptions api = new ApiOptions();

  @Mixin JsonOption json = new JsonOption();

  @Mixin OutputOptions output = new OutputOptions();

  @Spec @Nullable CommandSpec spec;

  DeployCommand(Context context) {
    this.context = context;
  }

  /** What {@code --json} prints. */
  record Deployed(
      String id,
      String name,
      @Nullable String status,
      @Nullable String sshKeyId,
      @Nullable BigDecimal hourlyRate) {}

  @Override
  public Integer call() throws SpheronSshException {
    if (connect && json.json) {
      throw new ParameterException(
          requireNonNull(spec).commandLine(), "--connect and --json exclude each other");
    }
    Terminal terminal = context.terminal();
    DeployRequest asked = read();
    SpheronApi service = api.open(context);
    String owner = owner(service, asked);
    String title = title(asked);
    DeployRequest request = asked.with("name", title).with("teamId", owner);
    boolean keyWanted = key != null || !request.hasKey();
    Optional<String> ofTeam = Optional.of(owner);
    Optional<OfferedKey> offered = keyWanted ? Optional.of(key(service, ofTeam)) : Optional.empty();
    Offer offer;
    Placement placement;
    try (var _ = terminal.progress("holding the request against the offers")) {
      offer = OfferCheck.find(request, service.offers());
      placement = Placement.prepare(service, title, ofTeam);
    }
    terminal.note(cost(title, offer));
    if (dryRun) {
      return show(request, service, offered, ofTeam);
    }
    if (!yes && !terminal.confirm("deploy it (yes or no)? ", "--yes")) {
      terminal.note("nothing was deployed");
      return ExitCode.FAILED;
    }
    DeployRequest whole =
        offered.isPresent() ? request.withKey(register(service, offered.get(), ofTeam)) : request;
    Placement.Placed placed;
    try (var _ = terminal.progress("deploying " + title)) {
      placed = placement.send(whole);
    }
    tell(title, placed, whole, offer);
    return follow(placed.deployment().id(), owner);
  }

  private DeployRequest read() throws SpheronSshException {
    Environment environment = context.environment();
    String where = file.equals("-") ? "standard input" : file;
    try {
      return DeployRequest.parse(file.equals("-") ? standardInput() : content(environment));
    } catch (JsonException e) {
      throw new DeploymentException(where + ": " + e.getMessage(), null);
    }
  }

  private byte[] content(Environment environment) throws SpheronSshException {
    return SharedFile.at(environment.resolve(file))
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

  private String title(DeployRequest request) throws DeploymentException {
    return Optional.ofNullable(name)
        .or(() -> request.text("name"))
        .orElseThrow(
            () -> new DeploymentException("the request has no name", "give one: --name NAME"));
  }

  /** The service wants the team though its documentation says that it may be left out. */
  private String owner(SpheronApi service, DeployRequest request) throws SpheronSshException {
    Optional<String> said = team.team(context.environment()).or(() -> request.text("teamId"));
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

  private OfferedKey key(SpheronApi service, Optional<String> owner) throws SpheronSshException {
    Environment environment = context.environment();
    if (key == null) {
      return OfferedKey.standard(environment);
    }
    var chosen = new KeyChoice(environment).file(key, AccountKeys.list(service, owner));
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

  private String register(SpheronApi service, OfferedKey offered, Optional<String> owner)
      throws SpheronSshException {
    var registration =
        new KeyRegistration(service, context.environment().spheronFolder().resolve("locks"));
    try (var _ = context.terminal().progress("registering the key")) {
      return registration.register(offered.line(), offered.name(), owner).key().id();
    }
  }

  private int show(
      DeployRequest request,
      SpheronApi service,
      Optional<OfferedKey> offered,
      Optional<String> owner)
      throws SpheronSshException {
    DeployRequest shown = request;
    if (offered.isPresent()) {
      Optional<RegisteredKey> there = AccountKeys.list(service, owner).find(offered.get().line());
      if (there.isPresent()) {
        shown = request.withKey(there.get().id());
      } else {
        context.terminal().note("the key would be registered: " + offered.get().name());
      }
    }
    context.terminal().out().print(Json.write(shown.fields()));
    return ExitCode.OK;
  }

  private static String cost(String title, Offer offer) {
    BigDecimal price = offer.hourlyPrice();
    Integer least = offer.minimumRuntimeMinutes();
    return "%s costs %s%s"
        .formatted(
            title,
            price == null ? "what the service doesn't tell" : "$" + price + " an hour",
            least == null || least <= 0 ? "" : ", for at least " + least + " minutes");
  }

  private void tell(String title, Placement.Placed placed, DeployRequest sent, Offer offer) {
    Deployment made = placed.deployment();
    Terminal terminal = context.terminal();
    if (placed.found()) {
      terminal.note("the service gave no clear answer; the deployment was found by its name");
    }
    if (json.json) {
      String keyId = sent.text("sshKeyId").orElse(null);
      var told = new Deployed(made.id(), title, made.status(), keyId, offer.hourlyPrice());
      terminal.out().print(Json.write(told));
    } else {
      terminal.out().println(Visible.line("deployed: %s (%s)".formatted(title, made.id())));
    }
  }

  private int follow(String id, String owner) throws SpheronSshException {
    if (connect) {
      List<String> line = connection(id, owner);
      return SpheronSsh.commandLine(context, line).execute(line.toArray(String[]::new));
    }
    Duration limit = wait;
    if (limit == null) {
      return ExitCode.OK;
    }
    var ofOwner = new TeamOption();
    ofOwner.team = owner;
    var access =
        InstanceAccess.open(
            context, api, ofOwner, false, settings -> Arrival.impatiently(settings, limit));
    var options = new SshOptions();
    options.hostKey = hostKey;
    Arrival.of(context, access, id, options).await(limit).close();
    context.terminal().note("one can log in: spheron-ssh connect " + id);
    return ExitCode.OK;
  }

  private List<String> connection(String id, String owner) {
    Duration limit = Optional.ofNullable(wait).orElse(USUAL_WAIT);
    var line =
        new ArrayList<>(List.of("connect", "--wait=" + limit.toSeconds(), "--team=" + owner));
    line.add("--host-key=" + hostKey);
    if (api.apiBase != null) {
      line.add("--api-base=" + api.apiBase);
    }
    if (api.apiKeyFile != null) {
      line.add("--api-key-file=" + api.apiKeyFile);
    }
    line.addAll(List.of("--", id));
    return line;
  }
}
