package io.github.spheronssh.cli;

import static java.util.Objects.requireNonNull;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.account.AccountKeys;
import io.github.spheronssh.account.KeyRegistration;
import io.github.spheronssh.account.OfferedKey;
import io.github.spheronssh.account.RegisteredKey;
import io.github.spheronssh.api.Deployment;
import io.github.spheronssh.api.GpuOffers.Offer;
import io.github.spheronssh.api.SpheronApi;
import io.github.spheronssh.deployment.DeployRequest;
import io.github.spheronssh.deployment.OfferCheck;
import io.github.spheronssh.deployment.Placement;
import io.github.spheronssh.json.Json;
import io.github.spheronssh.terminal.Terminal;
import io.github.spheronssh.terminal.Visible;
import java.math.BigDecimal;
import java.time.Duration;
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
    var completion = new RequestCompletion(context, key, name, team);
    DeployRequest asked = completion.read(file);
    SpheronApi service = api.open(context);
    DeployRequest request = completion.complete(asked, service);
    String title = request.text("name").orElseThrow();
    Optional<String> ofTeam = request.text("teamId");
    Optional<OfferedKey> offered = completion.key(request, service);
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
    var arrival = new NewInstance(context, placed.deployment().id(), ofTeam.orElseThrow(), api);
    if (connect) {
      return arrival.connect(wait, hostKey);
    }
    if (wait != null) {
      arrival.await(wait, hostKey);
    }
    return ExitCode.OK;
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
}
