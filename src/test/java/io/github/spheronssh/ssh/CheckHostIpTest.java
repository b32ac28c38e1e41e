package io.github.spheronssh.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.key.KeyGenerator;
import io.github.spheronssh.key.KeyKind;
import io.github.spheronssh.key.SshKeyPair;
import io.github.spheronssh.knownhosts.KnownHosts;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CheckHostIP, for addresses that no test may really connect to. */
final class CheckHostIpTest {
  private static final InetAddress ADDRESS = InetAddress.ofLiteral("192.0.2.1");

  @TempDir Path folder;
  private final StageClock clock = new StageClock();
  private SshKeyPair host;
  private Path file;
  private Optional<HostKeySource> source = Optional.empty();

  @BeforeEach
  void start() throws Exception {
    host = new KeyGenerator().generate(KeyKind.ED25519, 256, false, "");
    file = folder.resolve("known_hosts");
  }

  @Test
  void anAddressThatIsNotKnownYetIsAddedBesideTheName() throws Exception {
    assertTrue(passes(true, ADDRESS));
    assertEquals(List.of("host", "192.0.2.1"), names());
    Files.writeString(file, "host " + host.publicKey() + "\n");
    assertTrue(passes(true, ADDRESS));
    assertEquals(List.of("host", "192.0.2.1"), names());
    assertTrue(passes(true, ADDRESS));
    assertEquals(2, names().size());
  }

  @Test
  void anAddressThatAnotherKeyHadIsRefused() throws Exception {
    String other = new KeyGenerator().generate(KeyKind.ED25519, 256, false, "").publicKey() + "\n";
    for (String before : List.of("", "host " + host.publicKey() + "\n")) {
      Files.writeString(file, before + "192.0.2.1 " + other);
      assertFalse(passes(true, ADDRESS));
      var failure = assertInstanceOf(HostKeyException.class, clock.failure());
      assertEquals(HostKeyException.Reason.ADDRESS_DIFFERS, failure.reason());
      assertEquals(before + "192.0.2.1 " + other, Files.readString(file));
      assertTrue(passes(false, ADDRESS), "by default it is not looked at");
    }
  }

  @Test
  void loopbackIsEveryHostsAddress() throws Exception {
    Files.writeString(file, "host " + host.publicKey() + "\n");
    assertTrue(passes(true, InetAddress.getLoopbackAddress()));
    assertEquals(List.of("host"), names());
  }

  @Test
  void whoKnowsHostKeysIsAskedForTheAddressToo() throws Exception {
    Files.writeString(file, "host " + host.publicKey() + "\n");
    String other = new KeyGenerator().generate(KeyKind.ED25519, 256, false, "").publicKey() + "\n";
    var asked = new ArrayList<String>();
    source =
        Optional.of(
            (_, reason, name, met) -> {
              asked.add(reason + " " + name + " " + met.isPresent());
              String said = reason == HostKeySource.Reason.ADDRESS ? "192.0.2.1 " + other : "";
              return KnownHosts.of(Path.of("source"), said.getBytes(StandardCharsets.UTF_8));
            });
    assertTrue(passes(false, ADDRESS));
    assertFalse(passes(true, ADDRESS));
    var failure = assertInstanceOf(HostKeyException.class, clock.failure());
    assertEquals(HostKeyException.Reason.ADDRESS_DIFFERS, failure.reason());
    List<String> byName = List.of("ORDER host false", "HOSTNAME host true");
    var all = new ArrayList<>(byName);
    all.addAll(byName);
    all.add("ADDRESS 192.0.2.1 true");
    assertEquals(all, asked);
  }

  private boolean passes(boolean checksAddress, InetAddress address) throws Exception {
    var habits = new HostKeyHabits(checksAddress, false, false, HostKeyHabits.Learning.NO);
    var trust =
        new HostTrust(
            HostTrust.Policy.ACCEPT_NEW,
            Optional.empty(),
            List.of(file),
            List.of(),
            List.of(),
            Optional.empty(),
            source,
            Optional.empty(),
            habits);
    var target = new Target("host", 22, "u", trust, List.of());
    var check =
        new HostKeyCheck(target, AlgorithmWish.usual(), new Answers(), Observer.none(), clock);
    return check.passes(Optional.of(address), host.publicKey().blob(), host.keyPair().getPublic());
  }

  private List<String> names() throws Exception {
    return Files.readAllLines(file).stream().map(line -> line.split(" ", 2)[0]).toList();
  }
}
