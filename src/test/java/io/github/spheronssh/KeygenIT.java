package io.github.spheronssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.PackageUser;
import io.github.spheronssh.testing.PackagedProgram.Result;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged program does with key files when it is killed, and how it is told secrets. */
@EnabledOnOs(OS.LINUX) // whose env(1) undoes what a background job inherits
final class KeygenIT {
  private static final int KILLS_AT_A_TIME = 10;
  private static final int KILLS_AT_A_DRAFT = 10;

  private final Path sshKeygen = RealPrograms.require("ssh-keygen");

  @TempDir Path folder;
  private PackageUser user;

  @BeforeEach
  void start() throws Exception {
    user = new PackageUser(folder.resolve("home"));
    Files.writeString(user.home().resolve("0"), "passphrase number zero\n");
    Files.writeString(user.home().resolve("1"), "passphrase number one\n");
  }

  @Test
  void aKillAtAnyInstantLeavesTheOldKeyOrTheNewOne() throws Exception {
    assertEquals(0, user.types("spheron-ssh keygen -p -a 1 --new-passphrase-file 0").status());
    int open = 0;
    long started = System.nanoTime();
    assertEquals(0, change(open).waitFor());
    long whole = System.nanoTime() - started;
    open = 1;

    int killed = 0;
    for (int i = 0; i < KILLS_AT_A_TIME + KILLS_AT_A_DRAFT; i++) {
      Process run = change(open);
      if (i < KILLS_AT_A_TIME) {
        run.waitFor(whole * (KILLS_AT_A_TIME + i) / (2 * KILLS_AT_A_TIME), TimeUnit.NANOSECONDS);
      } else {
        awaitDraft(run);
      }
      killed += run.destroyForcibly().waitFor() == 0 ? 0 : 1;

      boolean before = opens(open);
      boolean after = opens(1 - open);
      assertTrue(before ^ after, "run " + i + ": " + before + " " + after);
      assertEquals("rw-------", mode(user.key()));
      open = after ? 1 - open : open;
      removeDrafts();
    }

    assertTrue(killed >= KILLS_AT_A_TIME / 2, "only " + killed + " runs were killed");
    assertEquals(0, change(open).waitFor());
    assertTrue(opens(1 - open));
  }

  @Test
  void aFileThatRootRewritesStaysItsOwners() throws Exception {
    boolean isRoot = System.getProperty("user.name").equals("root");
    String asRoot = isRoot ? "env" : RealPrograms.require("sudo") + " -n env \"HOME=$HOME\"";

    Result run =
        user.types(
            asRoot
                + " chown 65534:65533 .ssh/id_ed25519 && "
                + asRoot
                + " \"PATH=$PATH\" spheron-ssh keygen -p -a 1 -f \"$HOME/.ssh/id_ed25519\""
                + " --new-passphrase-file 0");

    assertEquals(0, run.status(), run.err());
    assertEquals(65534, Files.getAttribute(user.key(), "unix:uid"));
    assertEquals(65533, Files.getAttribute(user.key(), "unix:gid"));
    assertEquals("rw-------", mode(user.key()));
  }

  @Test
  void passphrasesComeThroughDescriptorsAndPipes() throws Exception {
    Result made =
        user.types(
            "spheron-ssh keygen -q -a 1 --name fd --passphrase-file /dev/fd/3 3<0 &&"
                + " cat 0 1 | spheron-ssh keygen -q -a 1 -p -f .ssh/id_ed25519_fd"
                + " --passphrase-file - --new-passphrase-file -");

    assertEquals(0, made.status(), made.err());
    Path key = user.home().resolve(".ssh/id_ed25519_fd");
    ProgramRun.of(sshKeygen, "-y", "-P", "passphrase number one", "-f", key).succeeded();
  }

  @Test
  void passphrasesComeFromTheProgramThatAsks() throws Exception {
    Path program = user.home().resolve("ask");
    Files.writeString(
        program, "#!/bin/sh\necho \"$1\" >>\"$HOME/questions\"\nhead -1 \"$HOME/0\"\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    user.with("SSH_ASKPASS", program).with("SSH_ASKPASS_REQUIRE", "force");

    Result made =
        user.types(
            "spheron-ssh keygen -q -a 1 --name asked && spheron-ssh keygen -y"
                + " -f .ssh/id_ed25519_asked");

    assertEquals(0, made.status(), made.err());
    Path key = user.home().resolve(".ssh/id_ed25519_asked");
    assertEquals(Files.readString(Path.of(key + ".pub")), made.out());
    assertEquals(
        """
        Enter passphrase (empty for no passphrase):\s
        Enter same passphrase again:\s
        Enter passphrase for key '~/.ssh/id_ed25519_asked':\s
        """,
        Files.readString(user.home().resolve("questions")));
    ProgramRun.of(sshKeygen, "-y", "-P", "passphrase number zero", "-f", key).succeeded();
  }

  /** Begins to change the passphrase from this one to the other. */
  private Process change(int from) throws Exception {
    return user.starts(
        "sh",
        "-c",
        "exec spheron-ssh keygen -q -p -a 1 --passphrase-file %d --new-passphrase-file %d"
            .formatted(from, 1 - from));
  }

  private void awaitDraft(Process run) throws Exception {
    while (run.isAlive() && drafts() == 0) {
      Thread.onSpinWait();
    }
  }

  private long drafts() throws Exception {
    try (Stream<Path> files = Files.list(user.key().getParent())) {
      return files.filter(KeygenIT::isDraft).count();
    }
  }

  /** So that the next run's can be told from them. */
  private void removeDrafts() throws Exception {
    try (Stream<Path> files = Files.list(user.key().getParent())) {
      for (Path draft : files.filter(KeygenIT::isDraft).toList()) {
        assertEquals("rw-------", mode(draft));
        Files.delete(draft);
      }
    }
  }

  private static boolean isDraft(Path file) {
    return file.getFileName().toString().endsWith(".tmp");
  }

  private boolean opens(int number) throws Exception {
    String secret = Files.readString(user.home().resolve(String.valueOf(number))).strip();
    ProgramRun run = ProgramRun.of(sshKeygen, "-y", "-P", secret, "-f", user.key());
    return run.status() == 0;
  }

  private static String mode(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
