package io.github.spheronssh.sandbox;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.sandbox.InstanceState.BoundKey;
import io.github.spheronssh.sandbox.InstanceState.Hardware;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The instances that a new sandbox has: one of each kind, and as many healthy ones as asked for.
 */
final class Fleet {
  private static final Duration AGE = Duration.ofHours(3);

  private static final Hardware H100 =
      new Hardware("sandbox-cloud", "H100", 1, "us-east-1", "DEDICATED", "2.49");
  private static final Hardware A100 =
      new Hardware("sandbox-cloud", "A100", 8, "eu-north-1", "DEDICATED", "11.60");
  private static final Hardware RTX_4090 =
      new Hardware("sandbox-metal", "RTX4090", 1, "eu-north-1", "SPOT", "0.34");

  private final String teamId;
  private final Instant now;
  private final List<InstanceState> made = new ArrayList<>();

  private Fleet(String teamId, Instant now) {
    this.teamId = teamId;
    this.now = now;
  }

  static List<InstanceState> make(String teamId, SandboxSettings settings)
      throws SpheronSshException {
    return new Fleet(teamId, Instant.now()).all(settings);
  }

  private List<InstanceState> all(SandboxSettings settings) throws SpheronSshException {
    add("trainer", InstanceKind.HEALTHY, "ubuntu", H100, now.minus(AGE), now.minus(AGE));
    add("booting", InstanceKind.HEALTHY, "ubuntu", H100, now, now.plus(settings.boot()));
    old("cloud-image", InstanceKind.CLOUD_IMAGE, "ubuntu", H100);
    old("bare", InstanceKind.BARE, "ubuntu", RTX_4090);
    old("forwarded", InstanceKind.FORWARDED, "root", RTX_4090);
    old("stranger", InstanceKind.STRANGER, "ubuntu", A100);
    old("rekeyed", InstanceKind.REKEYED, "ubuntu", H100);
    old("silent", InstanceKind.SILENT, "ubuntu", RTX_4090);
    old("hung", InstanceKind.HUNG, "ubuntu", RTX_4090);
    old("failed", InstanceKind.FAILED, "ubuntu", A100);
    old("reclaimed", InstanceKind.RECLAIMED, "ubuntu", RTX_4090);
    old("stopped", InstanceKind.STOPPED, "ubuntu", H100);
    for (int i = 1; i <= settings.instances(); i++) {
      old("gpu-" + i, InstanceKind.HEALTHY, "ubuntu", H100);
    }
    return made;
  }

  private void old(String name, InstanceKind kind, String user, Hardware hardware)
      throws SpheronSshException {
    add(name, kind, user, hardware, now.minus(AGE), now.minus(AGE));
  }

  private void add(
      String name,
      InstanceKind kind,
      String user,
      Hardware hardware,
      Instant createdAt,
      Instant readyAt)
      throws SpheronSshException {
    @Nullable BoundKey key = kind == InstanceKind.STRANGER ? strangersKey() : null;
    made.add(
        new InstanceState(
            RandomText.id(),
            name,
            kind,
            teamId,
            user,
            hardware,
            HostKey.generate(name).text(),
            key == null ? "" : key.publicKey() + "\n",
            key,
            createdAt,
            readyAt,
            null));
  }

  private static BoundKey strangersKey() throws SpheronSshException {
    String line = HostKey.generate("colleague@office").publicKey().toString();
    return new BoundKey(RandomText.id(), "colleague", line);
  }
}
