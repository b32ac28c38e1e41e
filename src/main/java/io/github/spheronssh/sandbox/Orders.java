package io.github.spheronssh.sandbox;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.json.JsonValue;
import io.github.spheronssh.sandbox.InstanceState.BoundKey;
import io.github.spheronssh.sandbox.Offers.Offer;
import io.github.spheronssh.sandbox.SandboxState.StoredKey;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code POST /api/deployments}: checks an order against the offers and starts the instance. */
final class Orders {
  private final Account account;
  private final SandboxSettings settings;

  Orders(Account account, SandboxSettings settings) {
    this.account = account;
    this.settings = settings;
  }

  SandboxInstance create(Call call) throws ApiFault, IOException {
    String team = team(call);
    Offer offer =
        Offers.find(call.required("provider"), call.required("offerId"))
            .orElseThrow(() -> new ApiFault(400, "offer not found"));
    String region = call.required("region");
    oneOf("region", region, offer.clusters());
    oneOf("operatingSystem", call.required("operatingSystem"), offer.systems());
    same(call, "gpuType", offer.gpuType());
    same(call, "instanceType", offer.instanceType());
    same(call, "gpuCount", Integer.toString(offer.gpuCount()));
    BoundKey key = key(call, team);
    String name = Routes.name(call);
    Instant now = Instant.now();
    try {
      return account.create(
          new InstanceState(
              RandomText.id(),
              name,
              InstanceKind.HEALTHY,
              team,
              "ubuntu",
              offer.in(region),
              HostKey.generate(name).text(),
              key.publicKey() + "\n",
              key,
              now,
              now.plus(settings.boot()),
              null));
    } catch (SpheronSshException e) {
      throw new IOException(e);
    }
  }

  private String team(Call call) throws ApiFault {
    Optional<String> team = call.optional("teamId");
    if (team.isEmpty() && !settings.quirks().contains(Quirk.OPTIONAL_TEAM)) {
      throw new ApiFault(400, "teamId is required");
    }
    String id = team.orElse(account.currentTeam());
    if (account.teams().stream().noneMatch(each -> each.teamId().equals(id))) {
      throw new ApiFault(404, "team not found");
    }
    return id;
  }

  /** The key of the order: one of the team's, or one given as text and used for this alone. */
  private BoundKey key(Call call, String team) throws ApiFault {
    Optional<String> id = call.optional("sshKeyId");
    Optional<String> text = call.optional("ssh_public_key");
    if (id.isPresent() == text.isPresent()) {
      throw new ApiFault(400, "either sshKeyId or ssh_public_key is required");
    }
    if (text.isPresent()) {
      return new BoundKey(null, "ssh_public_key", Routes.publicKey(text.get()).toString());
    }
    StoredKey stored =
        account
            .key(id.get())
            .filter(each -> each.teamId().equals(team))
            .orElseThrow(() -> new ApiFault(400, "SSH key not found"));
    return new BoundKey(stored.id(), stored.name(), stored.publicKey());
  }

  private static void same(Call call, String name, String offered) throws ApiFault {
    String asked =
        call.object()
            .field(name)
            .flatMap(JsonValue::text)
            .orElseThrow(() -> new ApiFault(400, name + " is required"));
    if (!asked.equals(offered)) {
      throw new ApiFault(400, "%s of this offer is %s".formatted(name, offered));
    }
  }

  private static void oneOf(String name, String asked, List<String> offered) throws ApiFault {
    if (!offered.contains(asked)) {
      throw new ApiFault(400, "%s is one of %s".formatted(name, String.join(", ", offered)));
    }
  }
}
