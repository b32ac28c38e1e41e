package io.github.spheronssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.PackageUser;
import io.github.spheronssh.testing.PackagedProgram.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** An instance that carries the key from the beginning, with the packaged program. */
@DisabledOnOs(OS.WINDOWS)
final class DeployIT {
  @TempDir Path folder;

  @Test
  void anInstanceIsDeployedOnceAndTheKeyOpensIt() throws Exception {
    var user = new PackageUser(folder.resolve("home"));
    Files.writeString(
        user.home().resolve("request.json"),
        """
        {"provider": "sandbox-cloud", "offerId": "h100-1", "gpuType": "H100", "gpuCount": 1,
         "region": "us-east-1", "operatingSystem": "ubuntu-24.04", "instanceType": "DEDICATED"}
        """);
    Result result =
        user.types(
            """
            request=$PWD/request.json
            exec spheron-ssh sandbox --boot=1 -- sh -c '
            spheron-ssh keygen -q --no-passphrase
            spheron-ssh upload --for-deployment --ephemeral | grep -c "ssh_public_key.*ssh-ed25519 AAAA"
            sed s/us-east-1/mars/ '$request' | spheron-ssh deploy - --name far --yes 2>/dev/null
            echo region:$?
            spheron-ssh deploy '$request' --name quiet </dev/null 2>/dev/null; echo unasked:$?
            SPHERON_SSH_HOST_KEY=accept-new spheron-ssh deploy '$request' --name train --yes --wait |
              sed "s/(.*)/(id)/"
            spheron-ssh connect train "echo in:\\$USER"
            spheron-ssh deploy '$request' --name train --yes 2>/dev/null; echo again:$?
            echo deployed:$(spheron-ssh instances --all --json |
              grep -cE "\\"name\\" : \\"(train|far|quiet)\\"")
            '
            """);
    assertEquals(
        List.of(
            "1",
            "region:1",
            "unasked:1",
            "deployed: train (id)",
            "in:ubuntu",
            "again:1",
            "deployed:1"),
        result.out().lines().toList(),
        result.err());
    assertTrue(result.err().contains("an hour"), result.err());
  }
}
