package io.github.spheronssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.testing.PackageUser;
import io.github.spheronssh.testing.PackagedProgram.Result;
import io.github.spheronssh.testing.ProgramRun;
import io.github.spheronssh.testing.RealPrograms;
import io.github.spheronssh.testing.RealSshd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each algorithm of the packaged program on a server that has them all, and keys that change. */
@DisabledOnOs(OS.WINDOWS)
final class AlgorithmsIT {
  private static final String CONNECT = "spheron-ssh connect -p $PORT ";

  @TempDir static Path folder;
  private static RealSshd server;
  private static PackageUser user;

  @BeforeAll
  static void start() throws Exception {
    var lines = new ArrayList<String>();
    for (String kind : List.of("rsa 3072", "ecdsa 384", "ecdsa 521")) {
      Path file = folder.resolve("host " + kind);
      String[] words = kind.split(" ", -1);
      Path keygen = RealPrograms.require("ssh-keygen");
      ProgramRun.of(keygen, "-q", "-t", words[0], "-b", words[1], "-N", "", "-f", file).succeeded();
      lines.add("HostKey \"" + file + "\"");
    }
    lines.add("KexAlgorithms " + String.join(",", theirs("kex")));
    lines.add("Ciphers " + String.join(",", theirs("cipher")));
    lines.add("MACs " + String.join(",", theirs("mac")));
    lines.add("Compression yes");
    lines.add("RekeyLimit 1M 1s");
    user = new PackageUser(folder.resolve("home"));
    server =
        RealSshd.start(
            Files.createDirectory(folder.resolve("server")), lines.toArray(String[]::new));
    user.meet(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** A run has one of each kind, and there are as many as the longest list is. */
  @Test
  void eachAlgorithmWorks() throws Exception {
    List<String> exchanges = ours("kex").filter(theirs("kex")::contains).toList();
    List<String> ciphers = ours("cipher").toList();
    List<String> counters = ciphers.stream().filter(name -> name.endsWith("-ctr")).toList();
    List<String> sealed = ciphers.stream().filter(name -> !name.endsWith("-ctr")).toList();
    List<String> macs = ours("mac").toList();
    List<String> hostKeys = ours("HostKeyAlgorithms").filter(n -> !n.contains("-cert-")).toList();
    int runs = Math.max(Math.max(exchanges.size(), hostKeys.size()), macs.size() + sealed.size());
    assertTrue(counters.size() == 3 && sealed.size() == 3 && hostKeys.size() >= 6, "" + ciphers);
    var script = new StringBuilder();
    var agreed = new ArrayList<String>();
    for (int run = 0; run < runs; run++) {
      String exchange = exchanges.get(run % exchanges.size());
      String hostKey = hostKeys.get(run % hostKeys.size());
      boolean seals = run >= macs.size();
      String mac = macs.get(run % macs.size());
      String cipher =
          seals
              ? sealed.get((run - macs.size()) % sealed.size())
              : counters.get(run % counters.size());
      script.append(
          ("%s-v -o StrictHostKeyChecking=accept-new -o UserKnownHostsFile=~/known.%d -o"
               + " KexAlgorithms=%s -o HostKeyAlgorithms=%s -o Ciphers=%s -o MACs=%s 127.0.0.1 echo"
               + " %d%n")
              .formatted(CONNECT, run, exchange, hostKey, cipher, mac, run));
      agreed.add(
          "%s, %s, %s".formatted(exchange, hostKey, seals ? cipher : cipher + " with " + mac));
    }

    Result result = user.types(script.toString());

    List<String> outputs = IntStream.range(0, runs).mapToObj(String::valueOf).toList();
    assertEquals(outputs, result.out().lines().toList(), result.err());
    List<String> told = told(result.err(), "debug1: agreed on (.*), strict key exchange");
    assertEquals(agreed, told);
  }

  @ParameterizedTest
  @CsvSource({"64, '', none", "8, -C, zlib@openssh.com"})
  void keysAreExchangedAgainAndAgainWhileMuchGoesBothWays(
      int megabytes, String option, String compression) throws Exception {
    Result result =
        user.types(
            "head -c %d000000 /dev/urandom >much%n".formatted(megabytes)
                + CONNECT
                + option
                + " -v -o 'RekeyLimit 1M 1s' 127.0.0.1 cat <much 2>log | sha256sum\n"
                + "sha256sum <much");

    List<String> sums = result.out().lines().toList();
    assertEquals(2, sums.size(), result.toString());
    assertEquals(sums.getLast(), sums.getFirst(), result.toString());
    String log = Files.readString(user.home().resolve("log"));
    List<String> exchanges = told(log, "debug1: new keys by (.*), strict key exchange");
    assertTrue(exchanges.size() >= megabytes * 9 / 10, exchanges.size() + " exchanges");
    for (String each : exchanges) {
      assertEquals(!compression.equals("none"), each.endsWith(compression), each);
    }
  }

  private static List<String> told(String log, String pattern) {
    return Pattern.compile("(?m)^" + pattern + "$")
        .matcher(log)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static Stream<String> ours(String kind) throws Exception {
    return user.types("spheron-ssh connect -Q " + kind).out().lines();
  }

  private static List<String> theirs(String kind) throws Exception {
    return ProgramRun.of(RealPrograms.require("ssh"), "-Q", kind).succeeded().lines().toList();
  }
}
