package io.github.spheronssh.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SshCommandTest {

  @ParameterizedTest
  @CsvSource({
    "ssh ubuntu@192.0.2.1 -p 2201, ubuntu, 192.0.2.1, 2201",
    "ssh -p2201 ubuntu@192.0.2.1, ubuntu, 192.0.2.1, 2201",
    "ssh -i ~/.ssh/id_ed25519 -p 2201 root@gpu.example.com, root, gpu.example.com, 2201",
    "ssh -o StrictHostKeyChecking=no -l bob 192.0.2.1, bob, 192.0.2.1,",
    "ssh://carol@[2001:db8::1]:2201, carol, 2001:db8::1, 2201",
    "root@192.0.2.1, root, 192.0.2.1,",
    "ssh 192.0.2.1 uname -p 7, , 192.0.2.1,"
  })
  void readsUserHostAndPort(String text, String user, String host, Integer port) {
    assertEquals(
        new SshCommand(
            Optional.ofNullable(user), Optional.ofNullable(host), Optional.ofNullable(port)),
        SshCommand.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "ssh $(id)@192.0.2.1",
    "ssh -l `id` 192.0.2.1",
    "ssh -lRoot 192.0.2.1",
    "ssh x;id@192.0.2.1"
  })
  void takesNoUserThatCanBeNone(String text) {
    assertEquals(Optional.empty(), SshCommand.parse(text).user());
    assertEquals(Optional.of("192.0.2.1"), SshCommand.parse(text).host());
  }

  @Test
  void takesNoHostThatCanBeNone() {
    assertEquals(Optional.empty(), SshCommand.parse("ssh root@$(id)").host());
    assertEquals(Optional.empty(), SshCommand.parse("ssh root@host_name!").host());
    assertEquals(Optional.empty(), SshCommand.parse("ssh -p").port());
  }

  @Property
  void whateverComesIsTakenApartIntoThingsThatCanBeWhatTheySay(@ForAll String text) {
    check(SshCommand.parse(text));
  }

  @Property
  void whatLooksLikeACommandIsToo(
      @ForAll @CharRange(from = ' ', to = '~') @StringLength(max = 200) String text) {
    check(SshCommand.parse("ssh " + text));
  }

  private static void check(SshCommand command) {
    command.user().ifPresent(user -> assertTrue(user.matches("[a-z_][a-z0-9_-]*"), user));
    command.host().ifPresent(host -> assertTrue(host.matches("[0-9A-Za-z.:%_-]+"), host));
    command.host().ifPresent(host -> assertTrue(!host.startsWith("-"), host));
    command.port().ifPresent(port -> assertTrue(port > 0 && port < 65536));
  }
}
