package io.github.spheronssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.PackageUser;
import io.github.spheronssh.testing.PackagedProgram;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * CheckHostIP, which loopback is exempt from: in a network of the test's own, where this machine
 * has the address 192.0.2.1, and the address a name. Making one takes root, or sudo that asks
 * nothing. What ssh does there is right.
 */
@EnabledOnOs(OS.LINUX)
final class CheckHostIpIT {
  /** The arguments: the folder, the user, and the programs that connect. */
  private static final String SCRIPT =
      """
      cd "$1" && user=$2 || exit 1
      shift 2
      ip link set lo up && ip addr add 192.0.2.1/32 dev lo || exit 1
      mount --bind hosts /etc/hosts && mkdir -p /run/sshd || exit 1
      /usr/sbin/sshd -D -e -f "$PWD/sshd_config" 2>log &
      server=$!
      trap 'kill $server' EXIT
      until grep -q listening log; do kill -0 $server || exit 1; done
      for program; do
        name=${program##*/}
        for check in added=yes refused=yes passed=no; do
          runuser -u "$user" -- env -i HOME="$PWD/home" "$program" $(cat "$name.words") \
              -F none -p 2222 -o StrictHostKeyChecking=accept-new -o UpdateHostKeys=no \
              -o CheckHostIP=${check#*=} -o "UserKnownHostsFile=$PWD/home/$name-${check%=*}" \
              -i "$PWD/home/.ssh/id_ed25519" box.example true 2>>said
          echo "$name ${check%=*} $?"
        done
      done
      """;

  @TempDir Path folder;
  private PackageUser user;
  private String host;
  private String other;

  @BeforeEach
  void prepare() throws Exception {
    user = new PackageUser(folder.resolve("home"));
    host = key("host");
    other = key("other");
    Files.writeString(folder.resolve("hosts"), "192.0.2.1 box.example\n");
    Files.writeString(
        folder.resolve("sshd_config"),
        """
        ListenAddress 192.0.2.1
        Port 2222
        HostKey %s
        AuthorizedKeysFile %s.pub
        PidFile none
        UsePAM no
        StrictModes no
        """
            .formatted(folder.resolve("host"), user.key()));
    for (String program : List.of("ssh", "spheron-ssh")) {
      Files.writeString(
          folder.resolve(program + ".words"), program.equals("ssh") ? "" : "connect --no-api");
      Files.writeString(known(program, "added"), named());
      Files.writeString(known(program, "refused"), named() + addressed(other));
      Files.writeString(known(program, "passed"), named() + addressed(other));
    }
  }

  @Test
  void anAddressThatIsNewIsAddedAndOneOfAnotherKeyIsRefused() throws Exception {
    var command = new ArrayList<Object>();
    if (!System.getProperty("user.name").equals("root")) {
      command.addAll(List.of(RealPrograms.require("sudo"), "-n"));
    }
    RealPrograms.require("ip");
    command.addAll(List.of(RealPrograms.require("unshare"), "-m", "-n", "sh", "-c", SCRIPT, "sh"));
    command.addAll(List.of(folder, System.getProperty("user.name")));
    command.add(RealPrograms.require("ssh"));
    command.add(PackagedProgram.built().launcher("spheron-ssh"));

    String ends = ProgramRun.of(command.toArray()).succeeded();

    String said = Files.readString(folder.resolve("said"));
    assertEquals(
        """
        ssh added 0
        ssh refused 255
        ssh passed 0
        spheron-ssh added 0
        spheron-ssh refused 255
        spheron-ssh passed 0
        """,
        ends,
        said);
    for (String program : List.of("ssh", "spheron-ssh")) {
      String added = Files.readString(known(program, "added"));
      assertEquals(named() + addressed(host), added.replaceAll(" added [-\\d]+\n", "\n"), program);
      for (String unchanged : List.of("refused", "passed")) {
        assertEquals(
            named() + addressed(other), Files.readString(known(program, unchanged)), program);
      }
    }
    assertTrue(said.contains("spheron-ssh: error: host key: "), said);
  }

  private Path known(String program, String check) {
    return user.home().resolve(program + "-" + check);
  }

  private String named() {
    return "[box.example]:2222 " + host + "\n";
  }

  private static String addressed(String key) {
    return "[192.0.2.1]:2222 " + key + "\n";
  }

  /** Type and blob of a new key. */
  private String key(String name) throws Exception {
    Path file = folder.resolve(name);
    Path keygen = RealPrograms.require("ssh-keygen");
    ProgramRun.of(keygen, "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", file).succeeded();
    return Files.readString(Path.of(file + ".pub")).strip();
  }
}
