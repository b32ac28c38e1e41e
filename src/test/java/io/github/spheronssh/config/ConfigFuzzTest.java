package io.github.spheronssh.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.environment.Environment;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * No file, however damaged, breaks the reader, says what it doesn't hold, or runs what it may not.
 */
final class ConfigFuzzTest {

  @Property(tries = 300)
  void noBytesBreakTheReader(@ForAll byte[] content) throws Exception {
    read(content, "host");
  }

  @Property(tries = 1000)
  void noDamagedFileBreaksTheReader(@ForAll("damaged") String content) throws Exception {
    read(content.getBytes(UTF_8), "host");
  }

  @Property(tries = 300)
  void noNameBreaksTheReader(@ForAll String target) throws Exception {
    String text = "Match exec \"x %h%n%k%r\"\nPort 7\nUser %n\nIdentityFile %h\nRemoteCommand %n";
    read(text.getBytes(UTF_8), target);
  }

  @Property(tries = 300)
  void whateverComesLaterTheFirstValueCounts(@ForAll("damaged") String later) throws Exception {
    String text = "Port 7\nHost *\nUser first\n" + later;
    Optional<SshConfig> config = read(text.getBytes(UTF_8), "host");
    if (config.isPresent()) {
      assertEquals(Optional.of("7"), config.get().text(Keyword.PORT));
      assertEquals(Optional.of("first"), config.get().text(Keyword.USER));
    }
  }

  @Provide
  Arbitrary<String> damaged() {
    return Arbitraries.of(
            "Host",
            "Match",
            "Include",
            "host",
            "*",
            "!",
            "all",
            "final",
            "canonical",
            "exec",
            "user",
            "originalhost",
            "localnetwork",
            "10.0.0.0/8",
            "tagged",
            "=",
            " ",
            "\t",
            "\r",
            "\n",
            "\n",
            "\n",
            "\0",
            "\"",
            "'",
            "\\",
            "#",
            ",",
            "%",
            "%h",
            "%C",
            "%Z",
            "${",
            "${HOME}",
            "}",
            "~",
            "~/",
            "/",
            "[",
            "]",
            "?",
            "-",
            "Port",
            "7",
            "99999",
            "User",
            "IdentityFile",
            "ProxyJump",
            "none",
            "yes",
            "SendEnv",
            "SetEnv",
            "A=1",
            "RemoteCommand",
            "IgnoreUnknown",
            "Plugh",
            "CanonicalizeHostname",
            "CanonicalDomains",
            "config",
            "ConnectTimeout",
            "1h",
            "ü",
            "\u2028",
            "\ud800")
        .list()
        .ofMaxSize(40)
        .map(parts -> String.join("", parts));
  }

  /** What is read; absent where it is refused, as one line that names its place. */
  private static Optional<SshConfig> read(byte[] content, String target) throws IOException {
    Path home = Files.createTempDirectory("config-fuzz");
    Path file = Files.createDirectory(home.resolve(".ssh")).resolve("config");
    try {
      Files.write(file, content);
      var environment = Environment.of(Map.of("HOME", home.toString()), new Properties());
      var source = new ConfigSource(file, true, false, true);
      var reader = new ConfigReader(environment, new Careful());
      SshConfig config =
          reader.read(SshConfig.builder().build(), List.of(source), target, "").config();
      return Optional.of(config);
    } catch (SpheronSshException e) {
      assertFalse(e.getMessage().isEmpty());
      return Optional.empty();
    } finally {
      remove(home);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  /** A machine that is given no command with a name that a shell might obey. */
  private static final class Careful implements Surroundings {
    @Override
    public boolean succeeds(String command) {
      if (command.startsWith("x ")) {
        assertTrue(command.substring(2).chars().noneMatch(c -> ";|&<>`'\"$(){}\n".indexOf(c) >= 0));
      }
      return true;
    }

    @Override
    public List<InetAddress> addresses() {
      return List.of(InetAddress.getLoopbackAddress());
    }

    @Override
    public String version() {
      return "spheron-ssh_1.0";
    }

    @Override
    public boolean exists(String host) {
      return host.length() % 2 == 0;
    }
  }
}
