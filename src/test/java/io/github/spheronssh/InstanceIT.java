package io.github.spheronssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.InstanceService;
import io.github.spheronssh.testing.PackageUser;
import io.github.spheronssh.testing.PackagedProgram.Result;
import io.github.spheronssh.testing.RealPrograms;
import io.github.spheronssh.testing.RealSshd;
import io.github.spheronssh.testing.TmuxPane;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Instances: how one is chosen, waited for, logged in to and told apart from another. */
@DisabledOnOs(OS.WINDOWS)
final class InstanceIT {
  @TempDir Path folder;
  private PackageUser user;

  @BeforeEach
  void start() throws Exception {
    user = new PackageUser(folder.resolve("home"));
  }

  @Test
  void whoLogsInIsFoundOutOnceAndNoCommandRunsTwice() throws Exception {
    Path ssh = RealPrograms.require("ssh");
    Result result =
        user.types(
            """
            exec spheron-ssh sandbox --boot=20 -- sh -c '
            spheron-ssh keygen -q --no-passphrase && spheron-ssh upload -q
            spheron-ssh connect --wait=5m booting "echo sixth:\\$USER" >sixth 2>waited &
            spheron-ssh connect cloud-image "echo run >>count; echo first:\\$USER"
            spheron-ssh connect -v cloud-image "cat count; echo second:\\$USER" 2>log
            ! grep "logged in as root" log && grep -c "dialled at once" log
            echo third:$(spheron-ssh connect bare "echo \\$USER")
            plan=$(spheron-ssh connect --dry-run trainer "echo \\$USER" 2>reasons)
            echo "$plan" | sed "s|^ssh |%s -F none |" | sh | sed s/^/fourth:/
            cat reasons >&2
            start=$(date +%%s)
            spheron-ssh connect --wait=10m failed true; echo fifth:$?
            test $(($(date +%%s) - start)) -lt 60 && echo at once
            wait; cat sixth
            cat waited >&2
            '
            """
                .formatted(ssh));

    List<String> lines = result.out().lines().toList();
    int first = lines.indexOf("first:ubuntu");
    assertTrue(first >= 0, result.toString());
    assertEquals(
        List.of(
            "first:ubuntu",
            "run",
            "second:ubuntu",
            "1",
            "third:ubuntu",
            "fourth:ubuntu",
            "fifth:255",
            "at once",
            "sixth:ubuntu"),
        lines.subList(first, lines.size()),
        result.err());
    assertTrue(result.err().contains("waiting for booting"), result.err());
    assertTrue(result.err().contains("takes no login as root: logging in as ubuntu"), result.err());
    assertTrue(result.err().contains("host key: pinned for this instance"), result.err());
  }

  @Test
  void oneIsChosenByTypingAPartOfItsNameAndTheTerminalIsAsItWas() throws Exception {
    try (InstanceService service = new InstanceService();
        RealSshd server = RealSshd.start(Files.createDirectory(folder.resolve("server")))) {
      server.authorize(Files.readString(Path.of(user.key() + ".pub")).strip());
      service.says("d1", "other", "running", 1);
      service.says("d2", "trainer", "running", server.port());
      user.with("SPHERON_API_BASE", service.url());
      user.with("SPHERON_API_KEY", "sai_0123456789abcdefghijXY12");
      var script = new StringBuilder("cd\n");
      user.variables()
          .forEach((name, value) -> script.append("export %s='%s'%n".formatted(name, value)));
      script.append("stty -a >before\nspheron-ssh connect --host-key=accept-new -l ");
      script.append(System.getProperty("user.name")).append(" -o RemoteCommand='echo in:$PPID'\n");
      script.append("echo status:$?:\nstty -a >after; cmp before after; echo same:$?:\n");
      try (TmuxPane pane = TmuxPane.run(folder, script.toString())) {
        pane.await("Connect to which instance?");
        pane.type("train");
        pane.type("Enter");
        pane.await("in:");
        String shown = pane.await("same:0:");
        assertTrue(shown.contains("status:0:"), shown);
      }
    }
  }

  @Test
  void anotherKeyIsExplainedAndTakenOnlyByWhoCheckedIt() throws Exception {
    try (InstanceService service = new InstanceService();
        RealSshd first = RealSshd.start(Files.createDirectory(folder.resolve("first")));
        RealSshd second = RealSshd.start(Files.createDirectory(folder.resolve("second")))) {
      for (RealSshd each : List.of(first, second)) {
        each.authorize(Files.readString(Path.of(user.key() + ".pub")).strip());
      }
      user.with("SPHERON_API_BASE", service.url());
      user.with("SPHERON_API_KEY", "sai_0123456789abcdefghijXY12");
      service.says("d1", "trainer", "running", first.port());
      String login = "-l " + System.getProperty("user.name") + " trainer echo in";
      String connect = "spheron-ssh connect ";

      Result unknown = user.types(connect + login);
      assertEquals(255, unknown.status());
      String option = "--host-key-fingerprint ";
      assertTrue(unknown.err().contains(option + "SHA256:"), unknown.err());
      String fingerprint = fingerprint(unknown.err(), option);
      Result wrong = user.types(connect + option + "SHA256:" + "A".repeat(43) + " " + login);
      assertEquals(255, wrong.status(), wrong.err());
      Result right = user.types(connect + option + fingerprint + " " + login);
      assertEquals("in\n", right.out(), right.err());

      service.says("d1", "trainer", "running", second.port());
      String careless = "-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null ";
      Result changed = user.types(connect + careless + login);
      assertEquals(255, changed.status());
      assertTrue(changed.err().contains("has changed"), changed.err());
      assertTrue(changed.err().contains(fingerprint), changed.err());
      assertTrue(
          changed.err().contains("StrictHostKeyChecking=no is taken for accept-new"),
          changed.err());
      String met = fingerprint(changed.err(), ", met \\S+ ");
      assertFalse(met.equals(fingerprint), met);
      Result trusted =
          user.types("spheron-ssh trust trainer --fingerprint " + met + " && " + connect + login);
      assertTrue(trusted.out().endsWith("in\n"), trusted.toString());
    }
  }

  private static String fingerprint(String text, String before) {
    Matcher found = Pattern.compile(before + "(SHA256:[A-Za-z0-9+/]{43})").matcher(text);
    assertTrue(found.find(), text);
    return found.group(1);
  }
}
