package io.github.spheronssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.InstanceService;
import io.github.spheronssh.testing.PackageUser;
import io.github.spheronssh.testing.PackagedProgram.Result;
import io.github.spheronssh.testing.RealPrograms;
import io.github.spheronssh.testing.RealSshd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The programs that use ssh, reaching an instance by name after {@code spheron-ssh config}. */
final class HostEntriesIT {
  @TempDir Path folder;
  private PackageUser user;
  private RealSshd sshd;
  private InstanceService service;

  @BeforeEach
  void start() throws Exception {
    List.of("ssh", "scp", "sftp", "rsync", "git").forEach(RealPrograms::require);
    user = new PackageUser(folder.resolve("a home"));
    sshd = startServer("first");
    service = new InstanceService();
    service.says("dep-1", "box", "running", sshd.port());
    user.with("SPHERON_API_BASE", service.url())
        .with("SPHERON_API_KEY", "sai_0123456789abcdefghijXY12")
        .with("ME", sshd.userName());
    succeed("spheron-ssh connect -q --host-key=accept-new -l $ME box true");
  }

  private RealSshd startServer(String name) throws Exception {
    Path at = Files.createDirectory(folder.resolve(name));
    RealSshd started = RealSshd.start(at, "Subsystem sftp internal-sftp");
    started.authorize(Files.readString(user.home().resolve(".ssh/id_ed25519.pub")).strip());
    return started;
  }

  @AfterEach
  void stop() {
    service.close();
    sshd.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--proxy-command"})
  void allThatUseSshReachTheInstanceByItsName(String option) throws Exception {
    succeed("spheron-ssh config -q " + option);
    succeed("mkdir -p there data && echo content > data/file && git init -q repository");
    String git = "-c user.name=me -c user.email=me@localhost";
    succeed("git -C repository " + git + " commit -q --allow-empty -m first");
    String ssh = "ssh -F .ssh/config -o BatchMode=yes";
    assertEquals("hello\n", succeed(ssh + " box.spheron echo hello"));
    succeed("scp -q -F .ssh/config data/file box.spheron:\"$PWD/there/by-scp\"");
    succeed("rsync -r -e '" + ssh + "' data/ box.spheron:\"$PWD/there/\"");
    succeed("echo get $PWD/data/file there/by-sftp | sed 's/a home/a\\\\ home/' >batch");
    succeed("sftp -q -F .ssh/config -b batch box.spheron");
    succeed(
        "GIT_SSH_COMMAND='%s' git clone -q \"box.spheron:$PWD/repository\" cloned".formatted(ssh));
    assertEquals(
        "content\ncontent\ncontent\n", succeed("cat there/by-scp there/file there/by-sftp"));
    assertEquals("first\n", succeed("git -C cloned log --format=%s"));
  }

  @Test
  void theProxyFindsAnInstanceThatHasMoved() throws Exception {
    succeed("spheron-ssh config -q --proxy-command --team team-7");
    String entries = succeed("cat .spheron/ssh_config");
    assertTrue(
        entries.contains(" proxy --team team-7 --api-base " + service.url() + " dep-1\n"), entries);
    user.with("SPHERON_API_BASE", "http://127.0.0.1:1"); // as it is for an editor
    try (RealSshd moved = startServer("second")) {
      service.says("dep-1", "box", "running", moved.port());
      sshd.close();
      succeed("sed -i '/^spheron-dep-1 /d' .spheron/known_hosts");
      String key = moved.hostKey("ed25519").replaceFirst(" host$", "");
      succeed("echo 'spheron-dep-1 " + key + "' >> .spheron/known_hosts");
      assertEquals("hello\n", succeed("ssh -F .ssh/config box.spheron echo hello"));
    }
  }

  @Test
  void theProxyEndsWithBothSidesAndSaysWhatIsWrong() throws Exception {
    String greeting = succeed("echo | spheron-ssh proxy box");
    assertTrue(greeting.startsWith("SSH-2.0-OpenSSH"), greeting);
    assertEquals(4, user.types("spheron-ssh proxy nowhere </dev/null").status());
    sshd.close();
    Result refused = user.types("spheron-ssh proxy box </dev/null");
    assertEquals(1, refused.status(), refused.err());
    assertTrue(refused.err().contains("refused"), refused.err());
    assertEquals("", refused.out());
  }

  private String succeed(String script) throws Exception {
    Result result = user.types(script);
    assertEquals(0, result.status(), () -> script + "\n" + result.err());
    return result.out();
  }
}
