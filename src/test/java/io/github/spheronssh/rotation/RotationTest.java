package io.github.spheronssh.rotation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.key.KeyPairFile;
import io.github.spheronssh.key.PrivateKeyFile;
import io.github.spheronssh.key.PublicKeyFile;
import io.github.spheronssh.key.PublicKeyLine;
import io.github.spheronssh.rotation.World.Killed;
import io.github.spheronssh.ssh.LoginException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a rotation is met by, one of the two keys is good everywhere all the time. */
final class RotationTest {
  private static final RotationListener NOBODY = _ -> {};

  @TempDir Path folder;

  /** Checks the world before each step, and ends the run for good at one of them. */
  private static final class Killer implements RotationListener {
    private final World world;
    private final int at;
    private final AtomicInteger steps = new AtomicInteger();

    Killer(World world, int at) {
      this.world = world;
      this.at = at;
    }

    @Override
    public void step(String what) {
      try {
        world.check("before " + what);
      } catch (SpheronSshException e) {
        throw new AssertionError(what, e);
      }
      if (steps.getAndIncrement() >= at) {
        throw new Killed();
      }
    }
  }

  private World world(String name, int instances) throws Exception {
    return new World(Files.createDirectory(folder.resolve(name)), instances);
  }

  @Test
  void allInstancesAndTheAccountHaveTheNewKeyAndTheOldPairIsKept() throws Exception {
    try (World world = world("plain", 20)) {
      RotationReport report = world.rotate(new Killer(world, Integer.MAX_VALUE));
      world.checkAllHave(report.incoming(), "after the rotation");
      assertFalse(report.incoming().sameKeyAs(world.old));
      assertEquals("zoe@laptop", report.incoming().comment());
      Path kept = report.rotation().files().outgoing();
      assertTrue(kept.getFileName().toString().matches("id_ed25519-\\d{4}-\\d\\d-\\d\\d\\.old"));
      assertEquals(world.old, PublicKeyFile.read(KeyPairFile.publicFile(kept)));
      assertEquals(report.incoming(), PublicKeyFile.read(KeyPairFile.publicFile(world.place)));
      assertTrue(String.valueOf(world.accountKeys().getFirst().name()).startsWith("laptop-20"));
    }
  }

  @Test
  void aRunThatIsKilledAtAnyStepIsTakenUpByTheNext() throws Exception {
    for (int at = 0; ; at++) {
      try (World world = world("killed-" + at, 2)) {
        boolean killed = false;
        try {
          world.rotate(new Killer(world, at));
        } catch (Killed e) {
          killed = true;
        }
        world.check("after a kill at step " + at);
        if (!killed) {
          assertTrue(at > 14, "steps: " + at);
          return;
        }
        PublicKeyLine incoming = world.rotate(NOBODY).incoming();
        world.checkAllHave(incoming, "killed at step " + at);
      }
    }
  }

  @Test
  void aRunThatIsKilledAgainAndAgainStillEnds() throws Exception {
    try (World world = world("often", 20)) {
      for (int run = 0; ; run++) {
        try {
          RotationReport report = world.rotate(new Killer(world, 4 + run % 5));
          world.checkAllHave(report.incoming(), "after " + run + " kills");
          assertTrue(run > 5, "kills: " + run);
          return;
        } catch (Killed e) {
          world.check("after kill " + run);
        }
      }
    }
  }

  @Test
  void aRotationThatIsKilledAtAnyStepCanBeTakenBack() throws Exception {
    for (int at = 2; ; at++) {
      try (World world = world("back-" + at, 2)) {
        boolean killed = false;
        try {
          world.rotate(new Killer(world, at));
        } catch (Killed e) {
          killed = true;
        }
        RotationReport back = world.undo(new Killer(world, Integer.MAX_VALUE));
        world.checkAllHave(world.old, "taken back after step " + at);
        assertEquals(world.old, PublicKeyFile.read(KeyPairFile.publicFile(world.place)));
        assertFalse(Files.exists(back.rotation().files().outgoing()));
        assertFalse(Files.exists(back.rotation().files().incoming()));
        if (!killed) {
          return;
        }
      }
    }
  }

  @Test
  void aFailedOperationAnywhereHoldsTheInstanceBackUntilTheNextRun() throws Exception {
    for (int failing = 0; ; failing++) {
      try (World world = world("failed-" + failing, 1)) {
        var count = new AtomicInteger();
        int nth = failing;
        world.failing(
            operation -> {
              if (count.getAndIncrement() == nth) {
                throw new SpheronSshException("broken: " + operation);
              }
            });
        RotationReport report = world.rotate(new Killer(world, Integer.MAX_VALUE));
        world.check("after operation " + failing + " failed");
        if (count.get() <= nth) {
          assertTrue(failing > 15, "operations: " + failing);
          return;
        }
        if (!report.heldBack().isEmpty()) {
          assertTrue(
              world.accountKeys().stream().anyMatch(key -> key.id().equals("old")),
              "the account keeps the old key");
        }
        PublicKeyLine incoming =
            report.rotation().hasEnded()
                ? report.incoming() // it was the last look whether the old key is refused
                : world.rotate(NOBODY).incoming();
        world.checkAllHave(incoming, "operation " + failing + " failed");
      }
    }
  }

  @Test
  void whatIsStoppedOrDeployingHoldsTheOldKeyBackUntilItIsUpOrGone() throws Exception {
    try (World world = world("stopped", 3)) {
      world.says("dep-1", "stopped");
      world.says("dep-2", "deploying");
      RotationReport first = world.rotate(NOBODY);
      assertFalse(first.rotation().hasEnded());
      assertEquals(2, first.heldBack().size());
      assertTrue(World.lets(world.machine("dep-3"), first.incoming()));
      assertTrue(World.lets(world.machine("dep-1"), world.old));
      assertTrue(Files.exists(first.rotation().files().outgoing()), "the old pair is kept");
      assertEquals(2, world.accountKeys().size(), "and so is the account's old key");

      world.says("dep-2", "terminated");
      assertFalse(world.rotate(NOBODY).rotation().hasEnded());
      world.says("dep-1", "running");
      RotationReport last = world.rotate(NOBODY);
      assertTrue(last.rotation().hasEnded());
      assertTrue(World.lets(world.machine("dep-1"), first.incoming()));
      assertFalse(World.lets(world.machine("dep-1"), world.old));
      assertEquals(1, world.accountKeys().size());
    }
  }

  @Test
  void whereNoInstanceCanBeReachedThePairsStayWhereTheyAre() throws Exception {
    try (World world = world("offline", 2)) {
      world.failing(
          operation -> {
            throw new SpheronSshException("no route: " + operation);
          });
      RotationReport report = world.rotate(NOBODY);
      assertEquals(2, report.heldBack().size());
      assertEquals(world.old, PrivateKeyFile.read(world.place).publicKey().orElseThrow());
      world.failing(_ -> {});
      world.checkAllHave(world.rotate(NOBODY).incoming(), "once they can be reached");
    }
  }

  @Test
  void givingUpAnInstanceIsNoReasonToSwapWhereNoOtherCanBeReached() throws Exception {
    try (World world = world("given", 3)) {
      world.failing(
          operation -> {
            if (operation.equals("login dep-3")) {
              throw new LoginException("refused", null, List.of(), List.of());
            }
            throw new SpheronSshException("no route: " + operation);
          });
      RotationReport report = world.rotate(NOBODY, Set.of("dep-1", "dep-3"));
      assertEquals(1, report.heldBack().size());
      assertEquals(world.old, PrivateKeyFile.read(world.place).publicKey().orElseThrow());
    }
  }

  @Test
  void whatWasNotBegunCannotBeTakenBack() throws Exception {
    try (World world = world("early", 1)) {
      assertThrows(Killed.class, () -> world.rotate(new Killer(world, 0)));
      var met = assertThrows(SpheronSshException.class, () -> world.undo(NOBODY));
      assertTrue(met.getMessage().contains("nothing to take back"), met.getMessage());
      world.checkAllHave(world.rotate(NOBODY).incoming(), "it goes on");
    }
  }

  @Test
  void twoRunsAtATimeAreRefused() throws Exception {
    try (World world = world("twice", 1)) {
      RotationListener nested =
          _ -> {
            var met = assertThrows(SpheronSshException.class, () -> world.rotate(NOBODY));
            assertTrue(met.getMessage().contains("another run"), met.getMessage());
          };
      world.checkAllHave(world.rotate(nested).incoming(), "the first went on");
    }
  }
}
