package io.github.spheronssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.PackageUser;
import io.github.spheronssh.testing.PackagedProgram.Result;
import io.github.spheronssh.testing.RealPrograms;
import io.github.spheronssh.testing.RealSshd;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Ansible with this program in ssh's place, with the variables that the README names. */
@Timeout(600)
@EnabledOnOs(OS.LINUX)
final class AnsibleIT {
  @TempDir Path folder;
  private RealSshd server;
  private PackageUser user;

  @BeforeEach
  void start() throws Exception {
    RealPrograms.require("ansible");
    user = new PackageUser(folder.resolve("home"));
    server =
        RealSshd.start(
            Files.createDirectory(folder.resolve("server")), "Subsystem sftp internal-sftp");
    user.meet(server);
    user.with("LC_ALL", "C.UTF-8").with("ANSIBLE_NOCOLOR", "1");
    user.with("ANSIBLE_REMOTE_TEMP", user.home().resolve("remote")); // not the real home
    Files.writeString(
        user.home().resolve("hosts"),
        """
        box ansible_host=127.0.0.1 ansible_port=%d
        [all:vars]
        ansible_python_interpreter=/usr/bin/python3
        ansible_ssh_executable=spheron-connect
        ansible_sftp_extra_args='-S spheron-connect'
        """
            .formatted(server.port()));
    Files.writeString(
        user.home().resolve("play.yml"),
        """
        - hosts: all
          gather_facts: false
          tasks:
            - copy: {src: "%1$s/hosts", dest: "%1$s/copied"}
            - shell: cat copied; echo "of $HOME" >&2
              args: {chdir: "%1$s"}
              register: shown
            - assert: {that: "'ansible_ssh_executable' in shown.stdout"}
        """
            .formatted(user.home()));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aPlaybookRunsWithFilesSentFirst() throws Exception {
    plays("0");
  }

  @Test
  void aPlaybookRunsWithPipelining() throws Exception {
    plays("1");
  }

  @Test
  void aCommandRunsAndAFailureIsTold() throws Exception {
    user.with("ANSIBLE_PIPELINING", "1");
    Result pong = user.types("ansible -i hosts all -m ping");
    assertEquals(0, pong.status(), pong.out() + pong.err());
    assertTrue(pong.out().contains("\"ping\": \"pong\""), pong.out());
    Result failed = user.types("ansible -i hosts all -m shell -a 'echo told; exit 3'");
    assertEquals(2, failed.status(), failed.out());
    assertTrue(failed.out().contains("rc=3"), failed.out());
    Result gone = user.types("ansible -i hosts all -e ansible_port=1 -m ping");
    assertEquals(4, gone.status(), gone.out());
    assertTrue(gone.out().contains("UNREACHABLE"), gone.out());
  }

  private void plays(String pipelining) throws Exception {
    user.with("ANSIBLE_PIPELINING", pipelining);
    Result result = user.types("ansible-playbook -i hosts play.yml");
    assertEquals(0, result.status(), result.out() + result.err());
    assertFalse(result.err().contains("transfer mechanism failed"), result.err());
    assertEquals(
        Files.readString(user.home().resolve("hosts")),
        Files.readString(user.home().resolve("copied")));
  }
}
