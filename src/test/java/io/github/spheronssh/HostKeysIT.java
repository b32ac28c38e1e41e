package io.github.spheronssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.InstanceService;
import io.github.spheronssh.testing.PackageUser;
import io.github.spheronssh.testing.PackagedProgram.Result;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import io.github.spheronssh.testing.RealSshd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Host keys that come, change and go, and the files that keep them. */
@DisabledOnOs(OS.WINDOWS)
final class HostKeysIT {
  private static final String CONNECT = "spheron-ssh connect -F none -p $PORT ";

  @TempDir Path folder;
  private PackageUser user;
  private Path known;

  @BeforeEach
  void start() throws Exception {
    user = new PackageUser(folder.resolve("home"));
    known = user.home().resolve(".ssh/known_hosts");
  }

  @Test
  void aRotationOfHostKeysGoesUnnoticed() throws Exception {
    String before = "# mine\nother.example ssh-ed25519 AAAA damaged\n\n";
    String after = "# after it\n*.example,!box ssh-ed25519 " + blob() + " a comment\n";
    Path old = Files.createDirectory(folder.resolve("old"));
    for (String kind : List.of("ed25519", "ecdsa")) {
      ProgramRun.of(
              RealPrograms.require("ssh-keygen"),
              "-q",
              "-t",
              kind,
              "-N",
              "",
              "-f",
              old.resolve(kind))
          .succeeded();
    }
    String first = Files.readString(old.resolve("ed25519.pub")).replaceFirst(" \\S+\n$", "");
    Files.writeString(known, before + "box " + first + " pinned by hand\n" + after);
    Path folderOfNew = Files.createDirectory(folder.resolve("new"));

    // The first keys of their types are used, and those to come are announced beside them.
    try (RealSshd both =
        RealSshd.start(
            folderOfNew, "HostKey " + old.resolve("ed25519"), "HostKey " + old.resolve("ecdsa"))) {
      assertEquals(0, connect(both).status());
      String learnt = text(known);
      assertTrue(learnt.startsWith(before + "box " + first + " pinned by hand\n" + after), learnt);
      for (String kind : List.of("ed25519", "ecdsa")) {
        assertTrue(learnt.contains("box " + key(both, kind) + "\n"), learnt);
      }
    }
    try (RealSshd rotated = RealSshd.start(folderOfNew)) {
      Result in = connect(rotated);
      assertEquals("in\n", in.out(), in.err());
      List<String> kept = text(known).lines().toList();
      var right = new ArrayList<>((before + after).lines().toList());
      right.add("box " + key(rotated, "ed25519"));
      right.add("box " + key(rotated, "ecdsa"));
      assertEquals(right.stream().sorted().toList(), kept.stream().sorted().toList());
      assertEquals(right.subList(0, 5), kept.subList(0, 5), "the others keep their order");
    }
    try (RealSshd stranger = server("stranger")) {
      Result out = connect(stranger);
      assertEquals(255, out.status());
      assertTrue(out.err().contains(" has changed"), out.err());
    }
  }

  @Test
  void theKeysOfAnInstanceAreLearntToo() throws Exception {
    try (InstanceService service = new InstanceService();
        RealSshd old = server("old")) {
      user.with("SPHERON_API_BASE", service.url())
          .with("SPHERON_API_KEY", "sai_0123456789abcdefghijXY12");
      service.says("d1", "trainer", "running", old.port());
      old.authorize(Files.readString(Path.of(user.key() + ".pub")).strip());
      String login = "-l " + System.getProperty("user.name") + " trainer echo in";
      for (String option : List.of("--host-key=accept-new ", "")) {
        // A key that nobody looked at speaks for no others: they are learnt the next time.
        assertEquals("in\n", user.types("spheron-ssh connect " + option + login).out());
      }
      assertEquals(
          List.of("spheron-d1 " + key(old, "ed25519"), "spheron-d1 " + key(old, "ecdsa")),
          text(user.home().resolve(".spheron/known_hosts")).lines().toList());
    }
  }

  @Test
  void twentyWhoPinAtOnceLoseNoLine() throws Exception {
    Files.writeString(known, "# mine\n");
    try (RealSshd server = server("server")) {
      server.authorize(Files.readString(Path.of(user.key() + ".pub")).strip());
      user.with("PORT", server.port());

      Result all =
          user.types(
              "for i in $(seq 20); do "
                  + CONNECT
                  + "-o HostKeyAlias=h$i --host-key=accept-new 127.0.0.1 echo $i & done; wait");

      assertEquals(20, all.out().lines().count(), all.err());
      var right = new ArrayList<String>();
      right.add("# mine");
      for (int i = 1; i <= 20; i++) {
        right.add("h" + i + " " + key(server, "ed25519"));
      }
      assertEquals(right.stream().sorted().toList(), text(known).lines().sorted().toList());
    }
  }

  /** What a file holds, but for when what is new in it was added. */
  private static String text(Path file) throws Exception {
    return Files.readString(file).replaceAll(" (added|learnt) \\d{4}-\\d\\d-\\d\\d\n", "\n");
  }

  private Result connect(RealSshd server) throws Exception {
    server.authorize(Files.readString(Path.of(user.key() + ".pub")).strip());
    return user.with("PORT", server.port())
        .types(CONNECT + "-o HostKeyAlias=box -o StrictHostKeyChecking=yes 127.0.0.1 echo in");
  }

  private RealSshd server(String name) throws Exception {
    return RealSshd.start(Files.createDirectory(folder.resolve(name)), "MaxStartups 100");
  }

  private String blob() throws Exception {
    return Files.readString(Path.of(user.key() + ".pub")).split(" ", 3)[1];
  }

  /** Type and blob of a server's key. */
  private static String key(RealSshd server, String kind) throws Exception {
    String[] words = server.hostKey(kind).split(" ", 3);
    return words[0] + " " + words[1];
  }
}
