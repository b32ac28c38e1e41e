package io.github.spheronssh.rotation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.api.AccountKey;
import io.github.spheronssh.instance.Ledger;
import io.github.spheronssh.json.Json;
import io.github.spheronssh.key.PublicKeyLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The old pair isn't deleted while another team's instance opens with it, or may. */
final class OtherTeamsTest {
  private static final String ANOTHER =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";

  @TempDir Path folder;
  private World world;

  @BeforeEach
  void start() throws Exception {
    world = new World(folder, 1);
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private void lab(String status, String keyId) {
    String keys =
        Json.write(
            List.of(
                new AccountKey("theirs", "mine too", world.old.toString(), null, null),
                new AccountKey("another", "another", ANOTHER, null, null)));
    String deployment =
        "[{\"id\":\"far\",\"name\":\"far\",\"status\":\"%s\",\"sshKeyId\":%s}]"
            .formatted(status, keyId.isEmpty() ? "null" : '"' + keyId + '"');
    world.account().otherTeam("lab", keys, deployment);
  }

  @ParameterizedTest
  @CsvSource({
    "running, theirs, kept",
    "stopped, theirs, kept",
    "deploying, theirs, kept",
    "running, '', kept",
    "running, unheard-of, kept",
    "running, another, deleted",
    "terminated, theirs, deleted",
    "failed, '', deleted"
  })
  void anInstanceElsewhereHoldsThePairBack(String status, String keyId, String fate)
      throws Exception {
    lab(status, keyId);
    RotationReport report = world.purge();
    assertFate(fate.equals("kept"), report);
    if (fate.equals("kept")) {
      assertTrue(report.remarks().getFirst().contains("far of the team lab"), report::toString);
      assertTrue(report.remarks().getFirst().contains("keys prune"), report::toString);
    } else {
      assertEquals(List.of(), report.remarks());
    }
    world.checkAllHave(report.incoming(), "this team's instances and account are done");
  }

  @ParameterizedTest
  @CsvSource({"true, kept", "false, deleted"})
  void whatALoginProvedOutweighsWhatTheTeamSays(boolean withOld, String fate) throws Exception {
    lab("running", withOld ? "another" : "");
    PublicKeyLine key = withOld ? world.old : PublicKeyLine.parse(ANOTHER);
    world
        .ledger()
        .record(
            new Ledger.Proof(
                "far",
                "far",
                Optional.of("lab"),
                "ubuntu",
                Optional.of(Base64.getEncoder().encodeToString(key.blob())),
                "127.0.0.1",
                22));
    assertFate(fate.equals("kept"), world.purge());
  }

  @Test
  void aTeamThatCannotBeAskedHoldsThePairBackAndIsTold() throws Exception {
    world.account().silentTeam("lab");
    RotationReport report = world.purge();
    assertFate(true, report);
    assertTrue(
        report.remarks().getFirst().contains("whether other teams need it is not known"),
        report::toString);
    world.checkAllHave(report.incoming(), "this team's instances and account are done");
  }

  @Test
  void aPairThatWasHeldBackIsALeftoverThatIsDeletedOnceItIsFree() throws Exception {
    lab("running", "theirs");
    Path kept = world.purge().rotation().files().outgoing();
    Leftover leftover = Leftover.all(world.journal()).getFirst();
    assertEquals(kept, leftover.file());
    leftover.delete();
    assertFalse(Files.exists(kept));
    assertEquals(List.of(), Leftover.all(world.journal()));
  }

  private void assertFate(boolean kept, RotationReport report) {
    assertTrue(report.rotation().hasEnded());
    assertEquals(kept, Files.exists(report.rotation().files().outgoing()));
    assertEquals(!kept, report.rotation().purged());
  }
}
